import { lnChi2Sf, lnNormSf, lnTTwoSided, type PValue, pFromLn, t975, Z975 } from '../numerics/index.ts';
import { csHalfWidth, lnLambda, tauOf } from '../sequential/always-valid.ts';
import {
  type ArmColumns,
  addDay,
  emptySums,
  FIRST_LOOK_DAY,
  lnTheta,
  modelVariance,
  type PairSums,
  robustVariance,
  sequentialVariance,
} from '../stratified/pair-path.ts';
import { ALPHA, DEFAULT_MIN_CLICKS, type RatioMetric } from './input.ts';
import type { Arm, Prepared } from './prepare.ts';

// With fewer days the robust variance is sometimes absurdly small by luck.
const ROBUST_FROM_DAYS = 5;
// Days in exact proportion leave only rounding dust for a variance.
const DUST = 1e-14;

/** The looks at a pair as columns: a look is one index in all of them. One object for each would cost more than its arithmetic. */
export interface Looks {
  /** Index of the last day seen. */
  readonly day: number[];
  /** Log ratio and its variance. */
  readonly l: number[];
  readonly v: number[];
  /** Running ln likelihood ratio of "first is better" and of "second is better": each counts looks in its own favour only. */
  readonly lnFirst: number[];
  readonly lnSecond: number[];
}

/** The always-valid comparison of a pair over every look since both arms left the embargo. */
export interface Sequential {
  readonly looks: Looks;
  /** Of all days, whether looked at or not. */
  readonly sums: PairSums;
  /** Always-valid p of "first is better" and of "second is better". */
  readonly pFirst: number;
  readonly pSecond: number;
  /** Confidence sequence at the latest look, log scale; null before the first. */
  readonly lnLo: number | null;
  readonly lnHi: number | null;
}

/** Fixed-horizon comparison of two arms on one metric by the day-stratified ratio of 4.2; log ratios above 0 favour the first. */
export interface PairComparison {
  readonly first: Arm;
  readonly second: Arm;
  readonly metric: RatioMetric;
  readonly days: number;
  /** null with a reason when there is no estimate. */
  readonly ln: number | null;
  readonly reason: 'no_common_days' | 'no_events' | 'unknown_revenue' | null;
  readonly v: number | null;
  readonly vRobust: number | null;
  /** Standard error with its quantile, for the fixed interval. */
  readonly halfWidth: number | null;
  readonly model: PValue | null;
  readonly robust: PValue | null;
  readonly fixed: PValue | null;
}

/** An arm's columns for a metric; log ratios above 0 mean better, so CPC is clicks per spend. */
export function columnsOf(arm: Arm, metric: RatioMetric): ArmColumns {
  switch (metric) {
    case 'ctr':
      return { y: arm.clicks, x: arm.impressions, events: arm.clicks };
    case 'cpc':
      return { y: arm.clicks, x: arm.spend, events: arm.clicks };
    case 'roas':
      return { y: arm.revenue, x: arm.revenueSpend, events: arm.purchases };
  }
}

function sumDays(first: ArmColumns, second: ArmColumns, metric: RatioMetric): PairSums {
  const sums = emptySums();
  for (let day = 0; day < first.x.length; day++) addDay(sums, first, second, day, metric === 'ctr');
  return sums;
}

/** ln p by the model alone: Cochran-Mantel-Haenszel for CTR, a normal log ratio for the others. */
function lnModelP(sums: PairSums, metric: RatioMetric, ln: number, vModel: number): number {
  if (metric === 'ctr') return sums.hyper > 0 ? lnChi2Sf((sums.residual * sums.residual) / sums.hyper, 1) : 0;
  return vModel === Infinity ? 0 : Math.LN2 + lnNormSf(Math.abs(ln) / Math.sqrt(vModel));
}

function lnRobustP(sums: PairSums, ln: number, vRobust: number): number {
  if (ln === 0) return 0;
  return lnTTwoSided(ln / Math.sqrt(vRobust), sums.days - 1);
}

function isUnknown(arm: Arm, metric: RatioMetric): boolean {
  return metric === 'roas' && (arm.sums.revenueCents === null || arm.sums.conversions === null);
}

/** Compares two arms on one metric with everything known now; `known` are their sums where somebody has made them already. */
export function comparePair(first: Arm, second: Arm, metric: RatioMetric, known?: PairSums): PairComparison {
  const nothing = { v: null, vRobust: null, halfWidth: null, model: null, robust: null, fixed: null, ln: null };
  const pair = { first, second, metric };
  if (isUnknown(first, metric) || isUnknown(second, metric)) return { ...pair, ...nothing, days: 0, reason: 'unknown_revenue' };
  const sums = known ?? sumDays(columnsOf(first, metric), columnsOf(second, metric), metric);
  const { days } = sums;
  const ln = lnTheta(sums);
  if (days === 0) return { ...pair, ...nothing, days, reason: 'no_common_days' };
  const vModel = ln === null ? Infinity : modelVariance(sums, metric);
  if (ln === null || vModel === Infinity) return { ...pair, ...nothing, days, reason: 'no_events' };
  const vRobust = robustVariance(sums);
  const lnModel = lnModelP(sums, metric, ln, vModel);
  const model = pFromLn(lnModel);
  if (days < ROBUST_FROM_DAYS || vRobust < DUST) {
    const halfWidth = Z975 * Math.sqrt(vModel);
    return { ...pair, days, ln, reason: null, v: vModel, vRobust: null, halfWidth, model, robust: null, fixed: model };
  }
  const robust = pFromLn(lnRobustP(sums, ln, vRobust));
  const halfWidth = Math.max(Z975 * Math.sqrt(vModel), t975(days - 1) * Math.sqrt(vRobust));
  const fixed = robust.log10p > model.log10p ? robust : model;
  return { ...pair, days, ln, reason: null, v: Math.max(vModel, vRobust), vRobust, halfWidth, model, robust, fixed };
}

/**
 * From which day on looks count: both arms would have left the embargo by then. Before that the normal approximation is in doubt.
 * Beyond the last day when they never do.
 */
function firstLookDay({ days, input: { test } }: Prepared, first: Arm, second: Arm, metric: RatioMetric): number {
  const minClicks = test.minClicks ?? DEFAULT_MIN_CLICKS;
  const outOn = ({ impressions, clicks }: Arm) => {
    let [shown, clicked, day] = [0, 0, 0];
    for (; day < days; day++) {
      shown += impressions[day] ?? 0;
      clicked += clicks[day] ?? 0;
      if (shown >= test.minImpressions && clicked >= minClicks) break;
    }
    return day;
  };
  const isHopeless = isUnknown(first, metric) || isUnknown(second, metric);
  return isHopeless ? days : Math.max(outOn(first), outOn(second), Math.ceil(test.minDurationHours / 24) - 1);
}

/**
 * The sequential comparison of 4.4 with the variance of 4.2, its whole path recomputed from the present rows: no minimum is stored, so
 * restated days change the past too.
 */
export function compareSequentially(prepared: Prepared, first: Arm, second: Arm, metric: RatioMetric): Sequential {
  const tau = tauOf(prepared.input.test.minimumEffect);
  const looks: Looks = { day: [], l: [], v: [], lnFirst: [], lnSecond: [] };
  let lnFirst = 0;
  let lnSecond = 0;
  const [a, b] = [columnsOf(first, metric), columnsOf(second, metric)];
  const from = firstLookDay(prepared, first, second, metric);
  const sums = emptySums();
  for (let day = 0; day < prepared.days; day++) {
    const counted = addDay(sums, a, b, day, metric === 'ctr');
    if (!counted || day < from || sums.days < FIRST_LOOK_DAY) continue;
    const l = lnTheta(sums);
    const v = sequentialVariance(sums, metric);
    if (l === null || !(v > 0 && v < Infinity)) continue;
    const ln = lnLambda(l, v, tau);
    if (l > 0 && ln > lnFirst) lnFirst = ln;
    if (l < 0 && ln > lnSecond) lnSecond = ln;
    looks.day.push(day);
    looks.l.push(l);
    looks.v.push(v);
    looks.lnFirst.push(lnFirst);
    looks.lnSecond.push(lnSecond);
  }
  return summary(looks, sums, Math.exp(-lnFirst), Math.exp(-lnSecond), tau);
}

function summary(looks: Looks, sums: PairSums, pFirst: number, pSecond: number, tau: number): Sequential {
  const l = looks.l.at(-1);
  const v = looks.v.at(-1);
  if (l === undefined || v === undefined) return { looks, sums, pFirst, pSecond, lnLo: null, lnHi: null };
  const half = csHalfWidth(v, tau, ALPHA);
  return { looks, sums, pFirst, pSecond, lnLo: l - half, lnHi: l + half };
}
