import { createHash } from 'node:crypto';
import type { AbTestInput } from './input.ts';
import { prepare } from './prepare.ts';

/** JSON with sorted keys and without absent fields: equal values, equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

/**
 * SHA-256, in hex, of everything a result depends on: settings, variants, settled rows in a fixed order, the day, and whether the
 * horizon has passed. The instant itself counts only while the embargo's hours run, as only then the answer names it. Equal
 * hashes mean equal results.
 * @throws RangeError when an instant or the time zone is unreadable.
 */
export function inputHash(input: AbTestInput): string {
  const { arms, problems, firstDay, days, today, elapsedMs, startMs, horizonReached } = prepare(input);
  const { now: _now, rows: _rows, segments = [], ...settings } = input;
  const hoursRun = elapsedMs >= input.test.minDurationHours * 3_600_000;
  const columns = arms.map(({ variant, seen, impressions, clicks, spend, revenue, purchases, revenueSpend, sums }) => ({
    id: variant.id,
    days: [seen, impressions, clicks, spend, revenue, purchases, revenueSpend].map((column) => [...column]),
    sums,
  }));
  const sortedSegments = segments.map(canonical).sort();
  const preimage = {
    settings,
    firstDay,
    days,
    today,
    startMs,
    horizonReached,
    now: hoursRun ? null : input.now,
    columns,
    problems,
  };
  return createHash('sha256')
    .update(canonical({ ...preimage, segments: sortedSegments }))
    .digest('hex');
}
