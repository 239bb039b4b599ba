import { t975, Z975 } from '../numerics/index.ts';
import { csHalfWidth, lnLambda } from '../sequential/always-valid.ts';

/** First look: fewer days cannot tell a variance. */
export const FIRST_LOOK_DAY = 3;

export type RatioMetric = 'ctr' | 'cpc' | 'roas';

/** Daily columns of one arm: numerator, exposure and what the model variance needs (purchases for ROAS, else unused). */
export interface ArmColumns {
  readonly y: ArrayLike<number>;
  readonly x: ArrayLike<number>;
  readonly events: ArrayLike<number>;
}

/** Sums of 4.2 over a run of days; every estimate is a function of them, so each further day costs a few additions. */
export interface PairSums {
  days: number;
  a: number;
  b: number;
  aa: number;
  ab: number;
  bb: number;
  /** Greenland-Robins numerator. */
  spread: number;
  eventsA: number;
  eventsB: number;
  /** Cochran-Mantel-Haenszel residual and variance. */
  residual: number;
  hyper: number;
}

export const emptySums = (): PairSums => ({
  days: 0,
  a: 0,
  b: 0,
  aa: 0,
  ab: 0,
  bb: 0,
  spread: 0,
  eventsA: 0,
  eventsB: 0,
  residual: 0,
  hyper: 0,
});

/** Adds one day; a day on which either arm had no exposure carries no information. Says whether it counted. */
export function addDay(sums: PairSums, first: ArmColumns, second: ArmColumns, day: number, isCtr: boolean): boolean {
  const xA = first.x[day] ?? 0;
  const xB = second.x[day] ?? 0;
  if (!(xA > 0 && xB > 0)) return false;
  const yA = first.y[day] ?? 0;
  const yB = second.y[day] ?? 0;
  const t = xA + xB;
  const a = (yA * xB) / t;
  const b = (yB * xA) / t;
  sums.days += 1;
  sums.a += a;
  sums.b += b;
  sums.aa += a * a;
  sums.ab += a * b;
  sums.bb += b * b;
  sums.eventsA += first.events[day] ?? 0;
  sums.eventsB += second.events[day] ?? 0;
  if (isCtr) {
    const m = yA + yB;
    sums.spread += (m * xA * xB - yA * yB * t) / (t * t);
    sums.residual += yA - (xA * m) / t;
    if (t > 1) sums.hyper += ((m * (t - m)) / (t * t * (t - 1))) * xA * xB;
  }
  return true;
}

/** ln of the Mantel-Haenszel ratio; null when either side is 0. A difference of logs, so swapping arms flips it exactly. */
export function lnTheta(sums: PairSums): number | null {
  return sums.a > 0 && sums.b > 0 ? Math.log(sums.a) - Math.log(sums.b) : null;
}

/** Variance by model: Greenland-Robins for CTR, Poisson clicks for CPC, compound Poisson with order value CV 1 for ROAS. */
export function modelVariance(sums: PairSums, metric: RatioMetric): number {
  if (metric === 'ctr') return Math.max(0, sums.spread) / (sums.a * sums.b);
  const poisson = 1 / sums.eventsA + 1 / sums.eventsB;
  return metric === 'cpc' ? poisson : 2 * poisson;
}

/** Variance by how the days disagree; 0 for a single day. */
export function robustVariance(sums: PairSums): number {
  if (sums.days < 2) return 0;
  const disagreement = sums.aa / (sums.a * sums.a) + sums.bb / (sums.b * sums.b) - (2 * sums.ab) / (sums.a * sums.b);
  return Math.max(0, (sums.days / (sums.days - 1)) * disagreement);
}

/** The variance of sequential looks: the larger of model and robust, the latter widened to Student's t. */
export function sequentialVariance(sums: PairSums, metric: RatioMetric): number {
  const model = modelVariance(sums, metric);
  if (sums.days < 2) return model;
  const widening = t975(sums.days - 1) / Z975;
  return Math.max(model, robustVariance(sums) * widening * widening);
}

export interface PathPoint {
  /** Number of usable days so far. */
  readonly day: number;
  /** null while either arm has no click yet. */
  readonly V: number | null;
  readonly pSeq: number;
  readonly lo: number | null;
  readonly hi: number | null;
}

/** The path of always-valid p and confidence sequence over prefixes of days for CTR; no embargo applied. */
export function sequentialPathCtr(first: ArmColumns, second: ArmColumns, tau: number, alpha: number): PathPoint[] {
  const sums = emptySums();
  const path: PathPoint[] = [];
  let pSeq = 1;
  for (let day = 0; day < first.x.length; day++) {
    if (!addDay(sums, first, second, day, true) || sums.days < FIRST_LOOK_DAY) continue;
    const l = lnTheta(sums);
    const v = l === null ? 0 : sequentialVariance(sums, 'ctr');
    if (l === null || v === 0) {
      path.push({ day: sums.days, V: null, pSeq, lo: null, hi: null });
      continue;
    }
    pSeq = Math.min(pSeq, Math.exp(-lnLambda(l, v, tau)));
    const half = csHalfWidth(v, tau, alpha);
    path.push({ day: sums.days, V: v, pSeq, lo: Math.expm1(l - half), hi: Math.expm1(l + half) });
  }
  return path;
}
