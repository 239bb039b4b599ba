/** Scale of the true log lift: that of the smallest effect worth finding. */
export const tauOf = (minimumEffect: number): number => Math.log1p(minimumEffect);

/**
 * ln of the mixture likelihood ratio of a log ratio `l` with variance `v` against no effect, normal prior of scale `tau`
 * (mSPRT; Johari et al., Howard et al. arXiv 1810.08240). exp(-result) is an always-valid p at one look.
 */
export function lnLambda(l: number, v: number, tau: number): number {
  if (v === Infinity) return 0;
  const t = tau * tau;
  return 0.5 * Math.log(v / (v + t)) + (t * l * l) / (2 * v * (v + t));
}

/** Half-width, on the log scale, of the 1 - alpha confidence sequence. */
export function csHalfWidth(v: number, tau: number, alpha: number): number {
  const t = tau * tau;
  return Math.sqrt(((v * (v + t)) / t) * Math.log((v + t) / (v * alpha * alpha)));
}

export interface SequentialLook {
  readonly lo: number;
  readonly hi: number;
  readonly p: number;
  readonly halfwidth: number;
}

/** One look: always-valid p and confidence sequence of a lift. */
export function msprtLogRatio(lnRatio: number, v: number, tau: number, alpha: number): SequentialLook {
  const halfwidth = csHalfWidth(v, tau, alpha);
  return {
    lo: Math.expm1(lnRatio - halfwidth),
    hi: Math.expm1(lnRatio + halfwidth),
    p: Math.min(1, Math.exp(-lnLambda(lnRatio, v, tau))),
    halfwidth,
  };
}
