import {
  addDay,
  emptySums,
  FIRST_LOOK_DAY,
  lnTheta,
  modelVariance,
  type PairSums,
  sequentialVariance,
} from '../stratified/pair-path.ts';
import { columnsOf } from './compare-pair.ts';
import type { RatioMetric } from './input.ts';
import type { Arm } from './prepare.ts';

// Two halves of one constant effect differ by more than this in one case of twenty.
const ALARM = 2;

export interface Trend {
  /** (effect of the first half - effect of the second half) / its standard error. */
  readonly z: number;
  readonly warning: boolean;
  /** Whether the lead shrank (novelty wears off) or grew. */
  readonly direction: 'fading' | 'growing' | 'steady';
}

function half(first: Arm, second: Arm, metric: RatioMetric, from: number, to: number): { l: number; v: number } | null {
  const [a, b] = [columnsOf(first, metric), columnsOf(second, metric)];
  const sums: PairSums = emptySums();
  for (let day = from; day < to; day++) addDay(sums, a, b, day, metric === 'ctr');
  const l = lnTheta(sums);
  if (l === null) return null;
  const v = sums.days >= FIRST_LOOK_DAY ? sequentialVariance(sums, metric) : modelVariance(sums, metric);
  return v > 0 && v < Infinity ? { l, v } : null;
}

/** Compares the lead of `first` over `second` between the two halves of the test; null when a half has no estimate. */
export function trend(first: Arm, second: Arm, metric: RatioMetric, days: number): Trend | null {
  const middle = Math.floor(days / 2);
  const early = half(first, second, metric, 0, middle);
  const late = half(first, second, metric, middle, days);
  if (!early || !late) return null;
  const z = (early.l - late.l) / Math.sqrt(early.v + late.v);
  const warning = Math.abs(z) > ALARM;
  const moved = Math.abs(late.l) < Math.abs(early.l) ? 'fading' : 'growing';
  return { z, warning, direction: warning ? moved : 'steady' };
}
