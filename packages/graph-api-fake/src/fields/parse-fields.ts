import { badParameter } from '../errors.ts';
import { decodeParameter } from '../params/decode-parameter.ts';

/** One requested field; `inner` are the fields asked of what it points to. */
export interface FieldRequest {
  readonly name: string;
  readonly inner: readonly FieldRequest[];
}

const cache = new Map<string, readonly FieldRequest[]>();
// Callers repeat a handful of field lists; the bound only guards against a hostile one.
const CACHE_LIMIT = 1000;

/** `id,name,campaign{id,name},ads.limit(5){id}`, or a list of such texts. Modifiers such as `.limit(5)` are read over. */
export function parseFields(raw: unknown): readonly FieldRequest[] {
  const text = fieldText(raw);
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsed = parseList(text, 0, false);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, parsed.fields);
  return parsed.fields;
}

function fieldText(raw: unknown): string {
  if (raw === undefined || raw === null) return '';
  if (Array.isArray(raw)) return raw.join(',');
  const text = String(raw).trim();
  return text.startsWith('[') ? (decodeParameter('fields', 'list', text) as unknown[]).join(',') : text;
}

interface Parsed {
  readonly fields: readonly FieldRequest[];
  readonly end: number;
}

const FIELD = /\s*([A-Za-z0-9_]+)((?:\.[a-z_]+\([^)]*\))*)\s*/y;

function parseList(text: string, from: number, isNested: boolean): Parsed {
  const fields: FieldRequest[] = [];
  let at = from;
  while (at < text.length) {
    if (text[at] === ',') at += 1;
    else if (text[at] === '}' && isNested) return { fields, end: at + 1 };
    else {
      const parsed = parseField(text, at);
      fields.push(parsed.field);
      at = parsed.end;
      if (at < text.length && !',}'.includes(text.charAt(at))) throw syntaxError(text);
    }
  }
  if (isNested) throw syntaxError(text);
  return { fields, end: at };
}

function parseField(text: string, from: number): { field: FieldRequest; end: number } {
  FIELD.lastIndex = from;
  const name = FIELD.exec(text)?.[1];
  if (name === undefined) throw syntaxError(text);
  const after = FIELD.lastIndex;
  if (text[after] !== '{') return { field: { name, inner: [] }, end: after };
  const inner = parseList(text, after + 1, true);
  return { field: { name, inner: inner.fields }, end: inner.end };
}

function syntaxError(text: string): Error {
  return badParameter(`Syntax error "Expected end of string" in field list: ${text.slice(0, 200)}`, 'fields');
}
