import { lnGammaQ } from './incomplete-gamma.ts';

/** ln P(X >= x) of a chi-square with `df` degrees of freedom; stays finite where the probability underflows. */
export function lnChi2Sf(x: number, df: number): number {
  return lnGammaQ(df / 2, x / 2);
}

/** P(X >= x) of a chi-square with `df` degrees of freedom. */
export function chi2Sf(x: number, df: number): number {
  return Math.exp(lnChi2Sf(x, df));
}
