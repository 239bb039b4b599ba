import { badParameter } from './errors.ts';
import type { GraphCall } from './graph-call.ts';
import type { StoredObject } from './store/stored-object.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 5000;

/** One page of a list, with what is needed to name its neighbours. Cursors are positions: an object's order of creation, a row's index. */
interface Page<T> {
  readonly items: readonly T[];
  readonly first: number;
  readonly last: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** The paging block of a list answer; nothing for an empty page, as at Meta. */
export function pageEnvelope<T>(call: GraphCall, page: Page<T>, data: readonly unknown[]): Record<string, unknown> {
  if (page.items.length === 0) return { data };
  const after = encodeCursor(page.last);
  const before = encodeCursor(page.first);
  const paging: Record<string, unknown> = { cursors: { before, after } };
  if (page.hasNext) paging['next'] = pageUrl(call, 'after', after);
  if (page.hasPrevious) paging['previous'] = pageUrl(call, 'before', before);
  return { data, paging };
}

/** A page of objects, newest first. New objects come in before the first page, so following cursors neither skips nor repeats. */
export function pageOfObjects(
  call: GraphCall,
  list: readonly StoredObject[],
  isShown: (object: StoredObject) => boolean,
): Page<StoredObject> {
  const limit = readLimit(call);
  const before = readCursor(call, 'before');
  if (before !== null) return pageBefore(list, isShown, limit, before);
  const after = readCursor(call, 'after');
  const items: StoredObject[] = [];
  let at = after === null ? list.length - 1 : indexBelow(list, after);
  for (; at >= 0 && items.length <= limit; at -= 1) {
    const object = list[at];
    if (object !== undefined && isShown(object)) items.push(object);
  }
  const hasNext = items.length > limit;
  if (hasNext) items.pop();
  return { items, first: items[0]?.seq ?? 0, last: items.at(-1)?.seq ?? 0, hasNext, hasPrevious: after !== null };
}

function pageBefore(
  list: readonly StoredObject[],
  isShown: (object: StoredObject) => boolean,
  limit: number,
  before: number,
): Page<StoredObject> {
  const items: StoredObject[] = [];
  for (let at = indexBelow(list, before + 1) + 1; at < list.length && items.length <= limit; at += 1) {
    const object = list[at];
    if (object !== undefined && isShown(object)) items.unshift(object);
  }
  const hasPrevious = items.length > limit;
  if (hasPrevious) items.shift();
  return { items, first: items[0]?.seq ?? 0, last: items.at(-1)?.seq ?? 0, hasNext: true, hasPrevious };
}

/** A page of computed rows, by index. */
export function pageOfRows<T>(call: GraphCall, rows: readonly T[]): Page<T> {
  const limit = readLimit(call);
  const before = readCursor(call, 'before');
  const after = readCursor(call, 'after');
  const end = before === null ? Math.min(rows.length, (after ?? -1) + 1 + limit) : before;
  const start = before === null ? (after ?? -1) + 1 : Math.max(0, before - limit);
  return { items: rows.slice(start, end), first: start, last: end - 1, hasNext: end < rows.length, hasPrevious: start > 0 };
}

function readLimit(call: GraphCall): number {
  const raw = call.params['limit'];
  if (raw === undefined) return DEFAULT_LIMIT;
  const limit = Number(raw);
  if (!Number.isInteger(limit) || limit < 1) throw badParameter('Param limit must be a positive integer', 'limit');
  return Math.min(limit, MAX_LIMIT);
}

function readCursor(call: GraphCall, name: 'before' | 'after'): number | null {
  const raw = call.params[name];
  if (raw === undefined || raw === '') return null;
  const text = Buffer.from(String(raw), 'base64url').toString('latin1');
  const position = /^p:(\d+)$/.exec(text)?.[1];
  if (position === undefined) throw badParameter('Invalid cursors values', name);
  return Number(position);
}

function encodeCursor(position: number): string {
  return Buffer.from(`p:${position}`, 'latin1').toString('base64url');
}

/** Index of the last object older than `seq`; -1 when there is none. */
function indexBelow(list: readonly StoredObject[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function pageUrl(call: GraphCall, cursorName: 'before' | 'after', cursor: string): string {
  const query = new URLSearchParams({ access_token: call.grant.token });
  for (const [name, value] of Object.entries(call.params)) {
    if (name === 'before' || name === 'after') continue;
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  query.set(cursorName, cursor);
  return `${call.origin}/${call.version}${call.path}?${query.toString()}`;
}
