/** Days of an ad account's time zone, `YYYY-MM-DD`, both inclusive. */
export interface DayRange {
  readonly since: string;
  readonly until: string;
}

/** Meta restates a day for 28 days after it was reported. */
const RESTATED_DAYS = 28;
const DAY_MS = 86_400_000;

/**
 * What one sync reads: the last 28 closed days and today, in the account's time zone.
 * @param timezone IANA name. @throws RangeError when it is none
 */
export function syncWindow(now: Date, timezone: string): DayRange {
  const until = dayIn(now, timezone);
  return { since: daysBefore(until, RESTATED_DAYS), until };
}

/** Building one costs more than all else here; there are as many as time zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timezone, formatter);
  return formatter;
}

function dayIn(now: Date, timezone: string): string {
  const parts = formatterFor(timezone).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Counts calendar days, not hours: a day of 23 or 25 hours is one day. */
function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10);
}
