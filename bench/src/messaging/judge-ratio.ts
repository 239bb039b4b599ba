import { median } from '../load/statistics.ts';

/** Below this share of the stored ratio the check fails (M36; platformatic's rule). */
export const LEAST_SHARE = 0.8;

/** One speed of ours beside a bare floor, by interleaved rounds: the machine is in both, so it cancels out. */
export interface Measured {
  readonly ours: readonly number[];
  readonly floor: readonly number[];
}

export interface Judged {
  readonly ratio: number;
  /** Of the stored ratio. */
  readonly share: number;
  readonly isKept: boolean;
}

/** Medians, not means: one round that something else disturbed does not count. */
export function ratioOf({ ours, floor }: Measured): number {
  return median(ours) / median(floor);
}

export function judgeRatio(measured: Measured, baseline: number): Judged {
  const ratio = ratioOf(measured);
  const share = ratio / baseline;
  // NaN, of no rounds, is not kept either.
  return { ratio, share, isKept: share >= LEAST_SHARE };
}
