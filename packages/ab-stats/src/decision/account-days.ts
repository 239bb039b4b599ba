const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
// No zone changes its offset within a quarter of an hour.
const QUARTER_MS = 900_000;
const MAX_REMEMBERED = 10_000;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

// Zones' offsets and dates' names cost microseconds and never change: the memory of pure functions, bounded.
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const dates = new Map<number, string>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (!format) {
    const numeric = 'numeric';
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, hourCycle: 'h23', era: 'short', ...fields });
    formats.set(timezone, format);
  }
  return format;
}

function readOffset(instantMs: number, timezone: string): number {
  const fields = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
}

/** How far the zone's wall clock is ahead of UTC at an instant. @throws RangeError for an unknown zone. */
function offsetMs(instantMs: number, timezone: string): number {
  const quarter = Math.floor(instantMs / QUARTER_MS);
  const key = `${timezone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size >= MAX_REMEMBERED) offsets.clear();
    offset = readOffset(quarter * QUARTER_MS, timezone);
    offsets.set(key, offset);
  }
  return offset;
}

/** Days since 1970-01-01 of the date an instant falls on in a zone. */
export function dayAt(instantMs: number, timezone: string): number {
  return Math.floor((instantMs + offsetMs(instantMs, timezone)) / DAY_MS);
}

/** The first instant of a day in a zone: midnight, or what follows where the clock skips it. */
export function startOfDay(day: number, timezone: string): number {
  const wall = day * DAY_MS;
  const guess = wall - offsetMs(wall, timezone);
  let start = wall - offsetMs(guess, timezone);
  // Where midnight does not exist the guess lands on the day before.
  while (dayAt(start, timezone) < day) start += HOUR_MS;
  return start;
}

const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

/** Days since 1970-01-01 of a `YYYY-MM-DD` date; NaN for anything else. */
export function dayOfDate(date: string): number {
  if (date.length !== 10 || date[4] !== '-' || date[7] !== '-') return Number.NaN;
  const year = digits(date, 0, 4);
  const month = digits(date, 5, 7);
  const day = digits(date, 8, 10);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0))) return Number.NaN;
  // Years counted from March put the leap day at their end (Howard Hinnant, days_from_civil).
  const fromMarch = month > 2 ? year : year - 1;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export function dateOfDay(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    if (dates.size >= MAX_REMEMBERED) dates.clear();
    date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return date;
}
