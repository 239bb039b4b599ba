import { lnChi2Sf, lnTTwoSided, type PValue, pFromLn } from '../numerics/index.ts';

/** One day of two arms. */
export interface TwoArmDay {
  readonly nA: number;
  readonly cA: number;
  readonly nB: number;
  readonly cB: number;
}

/** A day without impressions in either arm, or whose clicks are all alike, says nothing about the arms. */
const isInformative = ({ nA, cA, nB, cB }: TwoArmDay) => nA > 0 && nB > 0 && cA + cB > 0 && cA + cB < nA + nB;

export interface Cmh extends PValue {
  readonly chi2: number;
  /** Mantel-Haenszel rate ratio, A over B; null when either sum is 0. */
  readonly rrMH: number | null;
  /** Greenland & Robins (1985). */
  readonly seLnRR: number | null;
  /** Student's t of the days' residuals; only with two or more usable days. */
  readonly dayT?: number;
  readonly dayP?: number;
}

/** Residual and hypergeometric variance of one day's clicks in arm A. */
function residual({ nA, cA, nB, cB }: TwoArmDay): readonly [u: number, variance: number] {
  const [t, m] = [nA + nB, cA + cB];
  return [cA - (nA * m) / t, (((m * (t - m)) / t / t) * nA * nB) / (t - 1)];
}

/** Mantel-Haenszel ratio and the Greenland-Robins variance of its logarithm. */
function rateRatio(days: readonly TwoArmDay[]): { rrMH: number | null; seLnRR: number | null } {
  let [top, bottom, spread] = [0, 0, 0];
  for (const { nA, cA, nB, cB } of days) {
    const t = nA + nB;
    top += (cA * nB) / t;
    bottom += (cB * nA) / t;
    spread += ((cA + cB) * nA * nB - cA * cB * t) / (t * t);
  }
  if (top === 0 || bottom === 0) return { rrMH: null, seLnRR: null };
  return { rrMH: top / bottom, seLnRR: Math.sqrt(spread / (top * bottom)) };
}

/** Student's t over the days' residuals, robust against days that differ more than chance explains. */
function dayTest(us: readonly number[]): { dayT: number; dayP: number } {
  const mean = us.reduce((sum, u) => sum + u, 0) / us.length;
  const variance = us.reduce((sum, u) => sum + (u - mean) ** 2, 0) / (us.length - 1);
  const dayT = mean === 0 ? 0 : mean / Math.sqrt(variance / us.length);
  return { dayT, dayP: pFromLn(lnTTwoSided(dayT, us.length - 1)).p };
}

/**
 * Cochran-Mantel-Haenszel test of two arms stratified by day (Mantel & Haenszel 1959), df 1, no continuity correction; null
 * when no day is informative.
 */
export function cmhByDay(all: readonly TwoArmDay[]): Cmh | null {
  const days = all.filter(isInformative);
  const residuals = days.map(residual);
  const u = residuals.reduce((sum, [value]) => sum + value, 0);
  const variance = residuals.reduce((sum, [, value]) => sum + value, 0);
  if (variance === 0) return null;
  const chi2 = (u * u) / variance;
  const daily = days.length >= 2 ? dayTest(residuals.map(([value]) => value)) : {};
  return { chi2, ...pFromLn(lnChi2Sf(chi2, 1)), ...rateRatio(all.filter(({ nA, nB }) => nA + nB > 0)), ...daily };
}
