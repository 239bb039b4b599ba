const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
// A process that ran this long has recovered: its next death counts as the first.
const HEALTHY_AFTER_MS = 30_000;

/** How long to wait before a died process is started again. `deaths` counts those in a row, this one included. */
export function restartDelayMs(deaths: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (deaths - 1));
}

/** Deaths in a row, after one more death of a process that had run for `ranMs`. */
export function countDeath(deathsBefore: number, ranMs: number): number {
  return ranMs >= HEALTHY_AFTER_MS ? 1 : deathsBefore + 1;
}
