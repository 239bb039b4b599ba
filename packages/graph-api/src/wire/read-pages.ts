import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { type GraphFields, isFields, type Json } from '../json.ts';
import { readResult, unreadable } from './read-result.ts';
import type { Transport } from './transport.ts';

// A bound on a list that never ends although every cursor is new; 1,000 pages of 100 is more than any list of ours.
const MAX_PAGES = 1_000;

/** One page of an edge. */
export interface Edge {
  readonly path: string;
  readonly params: GraphFields;
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

/** All rows of an edge, page after page. The first page that fails fails the whole: half a list must not pass for a list. */
export async function readPages(transport: Transport, access: AccountAccess, edge: Edge): Promise<CallResult<GraphFields[]>> {
  const rows: GraphFields[] = [];
  const seen = new Set<string>();
  let params = edge.params;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = readResult(await transport.send(access, { method: 'GET', path: edge.path, params }));
    if (!answer.ok) return answer;
    const data = answer.value['data'];
    if (!Array.isArray(data) || !data.every(isFields)) return unreadable('the answer carries no list');
    rows.push(...data);
    const cursor = nextCursor(answer.value);
    if (!cursor.more) return { ok: true, value: rows };
    if (cursor.after === null) return unreadable('the answer promises a next page without a cursor');
    if (seen.has(cursor.after)) return unreadable('the pages go round in a circle');
    seen.add(cursor.after);
    params = { ...edge.params, after: cursor.after };
  }
  return unreadable(`more than ${MAX_PAGES} pages`);
}
