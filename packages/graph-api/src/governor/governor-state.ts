import type { GovernorSettings } from './governor-settings.ts';
import { limitsOf, type ScoreLimits, type Tier } from './limits.ts';
import { EMPTY_WINDOW, type ScoreWindow, usedPoints } from './score-window.ts';
import type { Queue } from './waiters.ts';

/** What is known of one of Meta's quotas: how full the last header called it, and until when it rests. */
export interface QuotaFacts {
  readonly pct: number;
  readonly seenAtMs: number;
  readonly blockedUntilMs: number;
}

export const NO_FACTS: QuotaFacts = { pct: 0, seenAtMs: 0, blockedUntilMs: 0 };

/** Everything known of one ad account. */
export interface GovernorState {
  readonly tier: Tier;
  /** Points of calls under way: Meta counts them somewhere between sending and answer, so they count all the time. */
  readonly inFlightPoints: number;
  /** Points of answered calls, counted from the answer. */
  readonly window: ScoreWindow;
  /** Points that others used, as far as the headers say. They fade over the decay. */
  readonly foreign: { readonly points: number; readonly atMs: number };
  /** `account`: all buckets of the score. Otherwise by bucket. */
  readonly quotas: Readonly<Record<string, QuotaFacts>>;
  /** Times of the last second's mutations. */
  readonly mutationsMs: readonly number[];
  /** In the slow zone: when the next call may go. */
  readonly nextSlowMs: number;
  /** While Meta blocks: when pausing may be tried again. */
  readonly nextUrgentMs: number;
  readonly queue: Queue;
  /** Spreads callers without a name. */
  readonly refusals: number;
}

export const freshState = (settings: GovernorSettings): GovernorState => ({
  tier: settings.tier,
  inFlightPoints: 0,
  window: EMPTY_WINDOW,
  foreign: { points: 0, atMs: 0 },
  quotas: {},
  mutationsMs: [],
  nextSlowMs: 0,
  nextUrgentMs: 0,
  queue: [],
  refusals: 0,
});

export const limitsIn = (state: GovernorState, settings: GovernorSettings): ScoreLimits => limitsOf(state.tier, settings.limits);

/** Others' points at an instant: they leave one by one, so a straight line is the best guess. */
export function foreignPoints(state: GovernorState, atMs: number, decayMs: number): number {
  const age = Math.min(1, Math.max(0, (atMs - state.foreign.atMs) / decayMs));
  return state.foreign.points * (1 - age);
}

/** Our own points at an instant, those under way included. */
export const ownPoints = (state: GovernorState, atMs: number, decayMs: number): number =>
  state.inFlightPoints + usedPoints(state.window, atMs, decayMs);
