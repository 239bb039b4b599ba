import type { GraphFields, Json } from '../json.ts';

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Form or query encoding as Meta's own SDK does it: nested values, booleans and numbers as JSON, text as it is. Null is left out. */
export function encodeParams(params: GraphFields): string {
  const pairs = Object.entries(params).filter(([, value]) => value !== null);
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, asText(value)])).toString();
}
