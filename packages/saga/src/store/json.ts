/**
 * JSON that PostgreSQL's jsonb takes: it refuses NUL and lone surrogates, and a step's result must not be able to make
 * a commit impossible.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part,
  );
}

/** A value as it will be read back, so that a step sees the same before and after a restart. */
export function asStored(value: unknown): unknown {
  return value === undefined || value === null ? null : (JSON.parse(toJson(value)) as unknown);
}
