/** Times as the Graph API reads and writes them. */

/** ISO 8601 with offset (also `-0700` without colon) or unix seconds, as epoch milliseconds; null when it is neither. */
export function parseGraphTime(raw: unknown): number | null {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw * 1000 : null;
  if (typeof raw !== 'string') return null;
  if (/^\d{1,11}$/.test(raw)) return Number(raw) * 1000;
  if (!/^\d{4}-\d{2}-\d{2}/.test(raw)) return null;
  const atMs = Date.parse(raw.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(atMs) ? null : atMs;
}

/** `2026-07-27T00:46:29+0000`. */
export function formatGraphTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}+0000`;
}
