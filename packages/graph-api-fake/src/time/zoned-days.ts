/** Whole days of a time zone. Dates are `YYYY-MM-DD`; a day may have 23 or 25 hours. */

const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch {
    // Intl throws RangeError for a name it does not know; that is the answer.
    return false;
  }
}

/** How far the zone's wall clock is ahead of UTC at this instant. */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const parts: Record<string, number> = {};
  for (const part of formatterOf(timeZone).formatToParts(atMs)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return wallMs - Math.floor(atMs / 1000) * 1000;
}

export function dateIn(atMs: number, timeZone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, timeZone)).toISOString().slice(0, 10);
}

/** The instant at which this date begins in the zone. */
export function dayStartMs(date: string, timeZone: string): number {
  const key = `${timeZone}/${date}`;
  const known = dayStarts.get(key);
  if (known !== undefined) return known;
  if (dayStarts.size >= MAX_DAY_STARTS) dayStarts.clear();
  const startMs = findDayStart(date, timeZone);
  dayStarts.set(key, startMs);
  return startMs;
}

// Asking Intl costs microseconds, and insights ask for the same days over and over.
const dayStarts = new Map<string, number>();
const MAX_DAY_STARTS = 20_000;

function findDayStart(date: string, timeZone: string): number {
  const wallMs = Date.parse(`${date}T00:00:00Z`);
  const guessMs = wallMs - zoneOffsetMs(wallMs, timeZone);
  // The offset at the guess may differ from the one at UTC midnight near a clock change.
  return wallMs - zoneOffsetMs(guessMs, timeZone);
}

/** One day of a zone: half-open, in milliseconds since 1970. */
interface ZonedDay {
  readonly date: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The days from one date to another, both inclusive; none when `to` is earlier. */
export function daysOf(from: string, to: string, timeZone: string): readonly ZonedDay[] {
  const key = `${timeZone}/${from}/${to}`;
  const known = stretches.get(key);
  if (known !== undefined) return known;
  if (stretches.size >= MAX_STRETCHES) stretches.clear();
  const days: ZonedDay[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    days.push({ date, fromMs: dayStartMs(date, timeZone), toMs: dayStartMs(addDays(date, 1), timeZone) });
  }
  stretches.set(key, days);
  return days;
}

// The ads of an account share their days, and one page of insights asks for those of every ad.
const stretches = new Map<string, readonly ZonedDay[]>();
const MAX_STRETCHES = 1_000;

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text;
}
