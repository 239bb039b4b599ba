/** Points by the slot they were counted in, oldest first. A slot's points last until its end plus the decay. */
export interface ScoreWindow {
  readonly slots: readonly { readonly endMs: number; readonly points: number }[];
}

export const EMPTY_WINDOW: ScoreWindow = { slots: [] };

// Coarse enough to stay small at 9,000 points, fine enough to give back a point at most 1 % late.
const SLOTS_PER_DECAY = 100;

const live = (window: ScoreWindow, nowMs: number, decayMs: number): ScoreWindow['slots'] =>
  window.slots.filter(({ endMs }) => endMs + decayMs > nowMs);

/** Counts points at `nowMs`, which must not lie before the newest slot by more than a clock's jitter. */
export function countPoints(window: ScoreWindow, points: number, nowMs: number, decayMs: number): ScoreWindow {
  const slotMs = decayMs / SLOTS_PER_DECAY;
  const endMs = (Math.floor(nowMs / slotMs) + 1) * slotMs;
  const kept = live(window, nowMs, decayMs);
  const newest = kept.at(-1);
  // A clock set back counts into the newest slot: points may last longer, never shorter.
  if (newest === undefined || endMs > newest.endMs) return { slots: [...kept, { endMs, points }] };
  return { slots: [...kept.slice(0, -1), { endMs: newest.endMs, points: newest.points + points }] };
}

/** The points that have not decayed at `atMs`. */
export const usedPoints = (window: ScoreWindow, atMs: number, decayMs: number): number =>
  live(window, atMs, decayMs).reduce((sum, { points }) => sum + points, 0);

/** The instants after `nowMs` at which points come back, in order. */
export const returnTimes = (window: ScoreWindow, nowMs: number, decayMs: number): number[] =>
  live(window, nowMs, decayMs).map(({ endMs }) => endMs + decayMs);
