import type { GraphFields, Json } from '../json.ts';

/** One value as Meta's own SDK sends it: nested values, booleans and numbers as JSON, text as it is. */
export const paramText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Form or query encoding. Null is left out. */
export function encodeParams(params: GraphFields): string {
  const pairs = Object.entries(params).filter(([, value]) => value !== null);
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, paramText(value)])).toString();
}
