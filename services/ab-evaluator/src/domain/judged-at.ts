const MINUTE_MS = 60_000;

/**
 * The instant a judgement is made for, in whole minutes, so that two requests of one moment are one judgement. Counted both by
 * the clock and from the test's start, the later of the two: hours that end exactly now have ended either way.
 */
export function judgedAt(now: Date, start: Date): Date {
  const phaseMs = start.getTime() % MINUTE_MS;
  const byClock = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const byStart = Math.floor((now.getTime() - phaseMs) / MINUTE_MS) * MINUTE_MS + phaseMs;
  return new Date(Math.max(byClock, byStart));
}
