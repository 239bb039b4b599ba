import { betaInc, normCdf, Z975 } from '../numerics/index.ts';

/** P(A costs less per click): click rates per unit of spend ~ Gamma(0.5 + clicks, spend) (Jeffreys); exact and unit-free. */
export function probabilityCheaper(clicks: readonly [number, number], spend: readonly [number, number]): number {
  return betaInc(spend[1] / (spend[0] + spend[1]), clicks[1] + 0.5, clicks[0] + 0.5);
}

/** ROAS of two arms as log-normal; `aovCv` is the coefficient of variation of the order value, which totals cannot reveal. */
export function roasLogNormal(roas: readonly [number, number], conversions: readonly [number, number], aovCv: number) {
  const lnRatio = Math.log(roas[0]) - Math.log(roas[1]);
  const se = Math.sqrt((1 + aovCv * aovCv) * (1 / conversions[0] + 1 / conversions[1]));
  const [lo, hi] = [Math.expm1(lnRatio - Z975 * se), Math.expm1(lnRatio + Z975 * se)];
  return { lnRatio, se, pAgtB: normCdf(lnRatio / se), lo, hi };
}

/** Prior scale of a true lift: most creatives differ by less than 30 %. */
export const SHRINK_PRIOR_SD = 0.3;

/** A winner's lift is biased upwards (Lee & Shen, KDD 2018): its posterior mean under Normal(0, priorSd²). */
export function normalShrink(lift: number, se: number, priorSd = SHRINK_PRIOR_SD): { post: number; sd: number } {
  const [prior, noise] = [priorSd * priorSd, se * se];
  return { post: (lift * prior) / (prior + noise), sd: Math.sqrt((prior * noise) / (prior + noise)) };
}
