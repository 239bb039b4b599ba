/** Header values as they travel: text is text; anything that is not clean UTF-8 is kept as bytes. */
export type WireHeaders = Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;

type StoredValue = string | { readonly base64: string };
/** The same in a jsonb column. */
export type StoredHeaders = Readonly<Record<string, StoredValue | readonly StoredValue[]>>;

/** The single text value of a header; the first one when it was sent several times. */
export function headerText(headers: WireHeaders, name: string): string | undefined {
  const value = headers[name];
  const first = isList(value) ? value[0] : value;
  return first === undefined || first === null ? undefined : first.toString();
}

export function storeHeaders(headers: WireHeaders): StoredHeaders {
  // Not by assignment: a header may be named `__proto__`.
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined || value === null) return [];
      return [[name, isList(value) ? value.map(storeValue) : storeValue(value)] as const];
    }),
  );
}

export function restoreHeaders(stored: StoredHeaders): WireHeaders {
  return Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [name, isList(value) ? value.map(restoreValue) : restoreValue(value)]),
  );
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function storeValue(value: Buffer | string): StoredValue {
  const text = value.toString();
  // PostgreSQL's jsonb refuses U+0000; bytes that do not survive UTF-8 must not be changed on their way to a dead letter.
  const survives = !text.includes('\0') && (typeof value === 'string' || Buffer.from(text).equals(value));
  return survives ? text : { base64: Buffer.from(value).toString('base64') };
}

function restoreValue(value: StoredValue): Buffer | string {
  return typeof value === 'string' ? value : Buffer.from(value.base64, 'base64');
}
