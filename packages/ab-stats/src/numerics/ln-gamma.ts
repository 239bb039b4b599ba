const HALF_LN_TWO_PI = 0.9189385332046727;
// From here on the series below is exact to the last bit; smaller arguments are shifted up first.
const STIRLING_FROM = 10;

/** ln Γ(x) - [(x - ½) ln x - x + ½ ln 2π], the remainder of Stirling's formula, for x >= 10. */
export function stirlingRemainder(x: number): number {
  const q = 1 / (x * x);
  return (1 / 12 - q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q * (1 / 1188 - q * (691 / 360360 - q / 156)))))) / x;
}

/** Natural logarithm of the gamma function for x > 0: Stirling's series after shifting x to at least 10 (Abramowitz & Stegun 6.1.40). */
export function lnGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LN_TWO_PI + stirlingRemainder(shifted) - Math.log(product);
}

/**
 * ln B(a, b) for a, b > 0. Large arguments go through Stirling remainders: the difference of three ln-gammas of 10^7
 * would lose eight digits (TOMS 708, Didonato & Morris 1992).
 */
export function lnBeta(a: number, b: number): number {
  const p = Math.min(a, b);
  const q = Math.max(a, b);
  if (q < STIRLING_FROM) return lnGamma(p) + lnGamma(q) - lnGamma(p + q);
  const tail = q * Math.log1p(-p / (p + q));
  if (p < STIRLING_FROM) {
    const remainder = stirlingRemainder(q) - stirlingRemainder(p + q);
    return lnGamma(p) + remainder + p - p * Math.log(p + q) + tail - 0.5 * Math.log1p(-p / (p + q));
  }
  const remainder = stirlingRemainder(p) + stirlingRemainder(q) - stirlingRemainder(p + q);
  return HALF_LN_TWO_PI + remainder - 0.5 * Math.log(q) + (p - 0.5) * Math.log(p / (p + q)) + tail;
}
