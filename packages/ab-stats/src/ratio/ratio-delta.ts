import { sampleVariance } from 'simple-statistics';
import { lnTTwoSided, pFromLn, t975, tQuantile, Z975 } from '../numerics/index.ts';
import type { Interval } from '../proportions/intervals.ts';

export interface Series {
  readonly num: readonly number[];
  readonly den: readonly number[];
}

export interface RatioDelta {
  readonly ratio: number;
  readonly se: number;
  readonly seJackknife: number;
  readonly ci: Interval;
  readonly ciLog: Interval;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Standard error of leave-one-out estimates, (D-1)/D times their sum of squares about their mean. */
export function jackknifeError(leftOut: readonly number[]): number {
  const mean = sum(leftOut) / leftOut.length;
  const squares = leftOut.reduce((total, value) => total + (value - mean) ** 2, 0);
  return Math.sqrt(((leftOut.length - 1) / leftOut.length) * squares);
}

/** One arm's ratio of sums over days with its standard error by the delta method, days as units (Deng et al., arXiv 1803.06336). */
export function ratioDelta({ num, den }: Series): RatioDelta {
  const days = num.length;
  const [numTotal, denTotal] = [sum(num), sum(den)];
  const ratio = numTotal / denTotal;
  const x = [...den];
  const y = [...num];
  const residual = sampleVariance(y.map((value, day) => value - ratio * (x[day] ?? 0)));
  const se = Math.sqrt(residual * days) / denTotal;
  const leftOut = y.map((value, day) => (numTotal - value) / (denTotal - (x[day] ?? 0)));
  const half = t975(days - 1) * se;
  return {
    ratio,
    se,
    seJackknife: jackknifeError(leftOut),
    ci: [ratio - half, ratio + half],
    ciLog: [ratio * Math.exp(-half / ratio), ratio * Math.exp(half / ratio)],
  };
}

/** Unpaired comparison of two arms' ratios on the log scale with Welch's degrees of freedom. Valid without drift; 4.2 decides. */
export function ratioLiftWelchLog(a: Series, b: Series) {
  const [first, second] = [ratioDelta(a), ratioDelta(b)];
  const [vA, vB] = [(first.se / first.ratio) ** 2, (second.se / second.ratio) ** 2];
  const seLn = Math.sqrt(vA + vB);
  const df = (vA + vB) ** 2 / (vA ** 2 / (a.num.length - 1) + vB ** 2 / (b.num.length - 1));
  const ln = Math.log(first.ratio) - Math.log(second.ratio);
  const half = tQuantile(0.975, df) * seLn;
  const p = pFromLn(lnTTwoSided(ln / seLn, df));
  return { lift: Math.expm1(ln), seLn, df, lo: Math.expm1(ln - half), hi: Math.expm1(ln + half), ...p };
}

/** What totals alone reveal about a CPC difference: spend is nearly fixed, clicks are Poisson. A lower bound of the variance. */
export function cpcLiftFromTotals(spend: readonly [number, number], clicks: readonly [number, number]) {
  const ln = Math.log(spend[0] / clicks[0]) - Math.log(spend[1] / clicks[1]);
  const seLn = Math.sqrt(1 / clicks[0] + 1 / clicks[1]);
  return { lift: Math.expm1(ln), seLn, lo: Math.expm1(ln - Z975 * seLn), hi: Math.expm1(ln + Z975 * seLn) };
}
