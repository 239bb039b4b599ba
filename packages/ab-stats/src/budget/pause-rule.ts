// The tempting rule, below 1 % on 3 days, pauses one of three equal arms in 6.5 % of runs; this one in 0.1 %.
const HOPELESS = 0.0025;
const CONSECUTIVE_LOOKS = 7;
const NOT_BEFORE_DAY = 7;
const KEEP_ARMS = 2;

/** One daily look: P(best) by arm id; arms already paused are absent. */
export type DailyLook = Readonly<Record<string, number>>;

/**
 * Arms to pause, weakest first: below 0.25 % on each of the last seven daily looks, all of them after day 7, at least two arms left.
 * `looks` holds one entry a day from day 1.
 */
export function armsToPause(looks: readonly DailyLook[]): string[] {
  const last = looks.at(-1);
  if (!last || looks.length < NOT_BEFORE_DAY + CONSECUTIVE_LOOKS) return [];
  const recent = looks.slice(-CONSECUTIVE_LOOKS);
  const active = Object.keys(last).sort();
  const hopeless = active.filter((id) => recent.every((look) => (look[id] ?? 1) < HOPELESS));
  const weakestFirst = hopeless.sort((a, b) => (last[a] ?? 0) - (last[b] ?? 0));
  return weakestFirst.slice(0, Math.max(0, active.length - KEEP_ARMS));
}
