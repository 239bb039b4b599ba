import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import type { Bucket, Lane } from '../governor/lanes.ts';
import { type GraphFields, isFields, type Json } from '../json.ts';
import { readResult, unreadable } from './read-result.ts';
import type { Transport, WireRequest } from './transport.ts';

// A bound on a list that never ends although every cursor is new; 1,000 pages of 100 is more than any list of ours.
const MAX_PAGES = 1_000;

/** One page of an edge. */
export interface Edge {
  readonly path: string;
  readonly params: GraphFields;
  readonly lane?: Lane;
  readonly bucket?: Bucket;
}

type NextCursor = { readonly more: false } | { readonly more: true; readonly after: string | null };

const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

function cursorInUrl(url: string): string | null {
  return URL.canParse(url) ? new URL(url).searchParams.get('after') : null;
}

/** Only `paging.next` says that there is more: cursors are there on the last page too. Its host is never used, only its cursor. */
function nextCursor(page: GraphFields): NextCursor {
  const paging = page['paging'];
  const next = isFields(paging) ? text(paging['next']) : null;
  if (!isFields(paging) || next === null) return { more: false };
  const cursors = paging['cursors'];
  return { more: true, after: (isFields(cursors) ? text(cursors['after']) : null) ?? cursorInUrl(next) };
}

interface ReadPage {
  readonly rows: readonly GraphFields[];
  readonly next: NextCursor;
  readonly size: number;
}

async function readPage(transport: Transport, access: AccountAccess, request: WireRequest): Promise<CallResult<ReadPage>> {
  const sent = await transport.send(access, request);
  const answer = readResult(sent);
  if (!answer.ok) return answer;
  const data = answer.value['data'];
  if (!Array.isArray(data) || !data.every(isFields)) return unreadable('the answer carries no list');
  const next = nextCursor(answer.value);
  if (next.more && next.after === null) return unreadable('the answer promises a next page without a cursor');
  return { ok: true, value: { rows: data, next, size: sent.ok ? (sent.size ?? 0) : 0 } };
}

/** A list that was begun is read to its end: held back half-way, its first pages would have been paid for nothing. */
const following = (edge: Edge, after: string | null): WireRequest => ({
  method: 'GET',
  ...edge,
  params: { ...edge.params, after },
  lane: edge.lane === 'urgent' ? 'urgent' : 'undo',
});

/** All rows of an edge, page after page. The first page that fails fails the whole: half a list must not pass for a list. */
export async function readPages(transport: Transport, access: AccountAccess, edge: Edge): Promise<CallResult<GraphFields[]>> {
  const rows: GraphFields[] = [];
  const seen = new Set<string | null>();
  const endsAtMs = performance.now() + transport.listMs;
  let size = 0;
  let request: WireRequest = { method: 'GET', ...edge };
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const page = await readPage(transport, access, request);
    if (!page.ok) return page;
    const { next } = page.value;
    rows.push(...page.value.rows);
    if (!next.more) return { ok: true, value: rows };
    if (seen.has(next.after)) return unreadable('the pages go round in a circle');
    size += page.value.size;
    if (size > transport.listSize) return unreadable('the list is larger than allowed');
    if (performance.now() > endsAtMs) return unreadable('no complete list in time');
    seen.add(next.after);
    request = following(edge, next.after);
  }
  return unreadable(`more than ${MAX_PAGES} pages`);
}
