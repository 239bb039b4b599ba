/** A p-value that survives underflow: below 1e-308 `p` is 0 while `log10p` still tells by how much. */
export interface PValue {
  readonly p: number;
  readonly log10p: number;
}

/** From a natural logarithm. Rounding can push ln p a hair above 0; p never exceeds 1. */
export function pFromLn(lnP: number): PValue {
  const capped = Math.min(0, lnP);
  // Adding 0 turns -0 into 0. The lower cap keeps the logarithm finite for JSON.
  return { p: Math.exp(capped), log10p: Math.max(-Number.MAX_VALUE, capped / Math.LN10) + 0 };
}

export function pFromValue(p: number): PValue {
  return pFromLn(Math.log(p));
}
