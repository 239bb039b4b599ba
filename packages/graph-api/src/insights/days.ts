const DAY_MS = 86_400_000;
// Meta keeps 37 months; the account's time zone can make that a day less.
const RETAINED_MONTHS = 37;
const MARGIN_DAYS = 1;

/** Inclusive days of the ad account's time zone, `YYYY-MM-DD`. */
export interface DayRange {
  readonly since: string;
  readonly until: string;
}

const toMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Calendar days, not hours: a day of 23 or 25 hours is one day. */
export const addDays = (day: string, count: number): string => toDay(toMs(day) + count * DAY_MS);

export const daysBetween = (since: string, until: string): number => Math.round((toMs(until) - toMs(since)) / DAY_MS);

/** Days as text sort as days. */
export const earlierDay = (...days: readonly [string, ...string[]]): string => [...days].sort()[0] ?? days[0];
const laterDay = (...days: readonly [string, ...string[]]): string => [...days].sort().at(-1) ?? days[0];

/** Today in a time zone. @throws RangeError when it is no IANA name */
export function dayIn(nowMs: number, timezone: string): string {
  const options = {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  } as const;
  const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(nowMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The oldest day that can be asked for today. */
function oldestDay(today: string): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const months = year * 12 + (month - 1) - RETAINED_MONTHS;
  const lastOfMonth = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
  const start = toDay(Date.UTC(Math.floor(months / 12), months % 12, Math.min(day, lastOfMonth)));
  return addDays(start, MARGIN_DAYS);
}

/** The part of a range Meta still keeps and that has begun; null when nothing is left of it. Older days would fail the whole query (3018). */
export function retainedRange(range: DayRange, today: string): DayRange | null {
  const oldest = oldestDay(today);
  const since = laterDay(range.since, oldest);
  const until = earlierDay(range.until, today);
  return since <= until ? { since, until } : null;
}

/** The last closed days Meta still restates, and today. */
export const restatedRange = (today: string, days = 28): DayRange => ({ since: addDays(today, -days), until: today });

/** The cursor after more days were finished: it moves only over days without a hole, so a skipped day is asked for again. */
export function advanceCursor(cursor: string, finished: ReadonlySet<string>): string {
  let last = cursor;
  while (finished.has(addDays(last, 1))) last = addDays(last, 1);
  return last;
}
