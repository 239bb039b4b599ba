import { lnLambda } from './always-valid.ts';

/** rho², the mixture's precision that makes the interval narrowest at `tuning` units (Waudby-Smith et al., arXiv 2103.06476). */
export function rhoSquared(alpha: number, tuning: number): number {
  const log = -2 * Math.log(alpha);
  return (log + Math.log1p(log)) / tuning;
}

/** Half-width of the asymptotic confidence sequence over the standard error, at `n` units of the pair. */
export function asymptoticCsMultiplier(n: number, alpha: number, tuning: number): number {
  const square = rhoSquared(alpha, tuning);
  const grown = n * square + 1;
  // ln(sqrt(grown)/alpha), as a difference of logarithms.
  const log = 0.5 * Math.log(grown) - Math.log(alpha);
  return Math.sqrt(n) * Math.sqrt(((2 * grown) / (n * n * square)) * log);
}

/** Confidence sequence and always-valid p of an absolute difference at one look. */
export function asymptoticCsAbsolute(diff: number, se: number, n: number, alpha: number, tuning: number) {
  const half = se * asymptoticCsMultiplier(n, alpha, tuning);
  const v = se * se;
  const lambda = lnLambda(diff, v, Math.sqrt(rhoSquared(alpha, tuning) * n * v));
  return { lo: diff - half, hi: diff + half, p: Math.min(1, Math.exp(-lambda)) };
}
