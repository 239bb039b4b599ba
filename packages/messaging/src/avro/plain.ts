/** avsc decodes records to instances of generated classes; callers get plain objects, which every library handles alike. */
export function toPlain(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(toPlain);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toPlain(field)]));
}
