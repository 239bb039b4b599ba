import { isRecord } from '../params/decode-parameter.ts';

/** Where live and fake answer differently. `live` and `fake` are types, or values where values matter. */
export interface ShapeDifference {
  /** `$.data[].spend` */
  readonly at: string;
  readonly live: string;
  readonly fake: string;
}

// Error codes steer a client; every other value is the account's own.
const COMPARED_VALUES: ReadonlySet<string> = new Set([
  '$.error.code',
  '$.error.error_subcode',
  '$.error.is_transient',
  '$.success',
]);

/** Keys and JSON types of both, not their values. Lists are compared by what any of their elements has. */
export function compareShapes(live: unknown, fake: unknown, at = '$'): ShapeDifference[] {
  if (COMPARED_VALUES.has(at) && live !== fake)
    return [{ at, live: JSON.stringify(live), fake: JSON.stringify(fake) ?? 'missing' }];
  if (typeOf(live) !== typeOf(fake)) return [{ at, live: typeOf(live), fake: typeOf(fake) }];
  if (Array.isArray(live) && Array.isArray(fake)) {
    if (live.length === 0 || fake.length === 0) return [];
    return compareShapes(merged(live), merged(fake), `${at}[]`);
  }
  if (!isRecord(live) || !isRecord(fake)) return [];
  const keys = new Set([...Object.keys(live), ...Object.keys(fake)]);
  return [...keys].flatMap((key) => compareShapes(live[key], fake[key], `${at}.${key}`));
}

function typeOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Rows leave out what they do not have: together the elements show all a list can hold. */
function merged(list: readonly unknown[]): unknown {
  return list.every(isRecord) ? Object.assign({}, ...list) : list[0];
}
