import { badParameter, GraphRefusal } from '../errors.ts';
import { ownEntry } from '../own-entry.ts';
import { decodeParameter, type Params } from '../params/decode-parameter.ts';
import { addDays, isDate } from '../time/zoned-days.ts';

/** Both ends inclusive. */
export interface DateRange {
  readonly since: string;
  readonly until: string;
}

const MONTHS_KEPT = 37;
const DEFAULT_PRESET = 'last_30d';

/** Days back from today: first and last day of each preset. `maximum` is the 37 months Meta keeps. */
const PRESETS: Readonly<Record<string, readonly [number, number]>> = {
  today: [0, 0],
  yesterday: [1, 1],
  last_3d: [3, 1],
  last_7d: [7, 1],
  last_14d: [14, 1],
  last_28d: [28, 1],
  last_30d: [30, 1],
  last_90d: [90, 1],
};

/** The days asked for. @throws GraphRefusal 100 for a malformed range, 3018 for one older than 37 months. */
export function readDateRange(params: Params, today: string): DateRange {
  if (params['time_range'] === undefined) return presetRange(String(params['date_preset'] ?? DEFAULT_PRESET), today);
  const range = decodeParameter('time_range', 'object', params['time_range']) as Params;
  const since = String(range['since']);
  const until = String(range['until']);
  if (!isDate(since) || !isDate(until))
    throw badParameter('Must be a date representation in the format YYYY-MM-DD', 'time_range');
  if (since > until) throw badParameter('time_range: since must be before or equal to until', 'time_range');
  if (since < oldestDay(today)) {
    throw new GraphRefusal({
      httpStatus: 400,
      code: 3018,
      message: '(#3018) The start date of the time range cannot be beyond 37 months from the current date',
    });
  }
  return { since, until };
}

function presetRange(preset: string, today: string): DateRange {
  if (preset === 'maximum') return { since: oldestDay(today), until: today };
  const days = ownEntry(PRESETS, preset);
  if (days === undefined)
    throw badParameter(`date_preset must be one of the following values: ${Object.keys(PRESETS).join(', ')}, maximum`);
  return { since: addDays(today, -days[0]), until: addDays(today, -days[1]) };
}

function oldestDay(today: string): string {
  const date = new Date(`${today}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - MONTHS_KEPT);
  return date.toISOString().slice(0, 10);
}

const MAX_INCREMENT_DAYS = 90;

/** Cuts the range as time_increment says: 1 to 90 days, monthly, or all_days. */
export function splitRange(range: DateRange, rawIncrement: unknown): DateRange[] {
  const increment = String(rawIncrement ?? 'all_days');
  if (increment === 'all_days') return [range];
  if (increment !== 'monthly') checkIncrement(increment);
  const parts: DateRange[] = [];
  for (let since = range.since; since <= range.until; ) {
    const end = increment === 'monthly' ? lastOfMonth(since) : addDays(since, Number(increment) - 1);
    const until = [end, range.until].sort()[0] ?? end;
    parts.push({ since, until });
    since = addDays(until, 1);
  }
  return parts;
}

function checkIncrement(increment: string): void {
  const days = Number(increment);
  if (Number.isInteger(days) && days >= 1 && days <= MAX_INCREMENT_DAYS) return;
  throw badParameter(`time_increment must be an integer from 1 to ${MAX_INCREMENT_DAYS}, monthly or all_days`, 'time_increment');
}

function lastOfMonth(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Which part of a split range each of its days belongs to. */
export function partOfEachDay(parts: readonly DateRange[]): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  for (const [index, { since, until }] of parts.entries())
    for (let date = since; date <= until; date = addDays(date, 1)) indexes.set(date, index);
  return indexes;
}
