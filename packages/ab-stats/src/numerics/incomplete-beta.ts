import { lnBeta, stirlingRemainder } from './ln-gamma.ts';

const EPSILON = 1e-16;
const TINY = 1e-300;
// The fraction needs O(sqrt(max(a, b))) terms.
const MAX_TERMS = 100_000;
const LARGE = 10;
const LN_TWO_PI = 1.8378770664093456;

/** ln(1 + t) - t without the cancellation near 0. */
function log1pMinus(t: number): number {
  if (Math.abs(t) > 0.05) return Math.log1p(t) - t;
  let power = t * t;
  let sum = -power / 2;
  for (let n = 3; n < 40; n++) {
    power *= -t;
    const term = -power / n;
    sum += term;
    if (Math.abs(term) < Math.abs(sum) * EPSILON) break;
  }
  return sum;
}

/** ln of x^a y^b / B(a, b), y = 1 - x; for large a and b as a deviance from the mean, which keeps all digits near it. */
function lnPrefix(x: number, y: number, a: number, b: number): number {
  if (a < LARGE || b < LARGE) return a * Math.log(x) + b * Math.log(y) - lnBeta(a, b);
  const total = a + b;
  const off = (b * x - a * y) / total;
  const deviance = a * log1pMinus((off * total) / a) + b * log1pMinus((-off * total) / b);
  const remainder = stirlingRemainder(total) - stirlingRemainder(a) - stirlingRemainder(b);
  return deviance + remainder + 0.5 * (Math.log(a) + Math.log(b) - Math.log(total) - LN_TWO_PI);
}

/** The continued fraction of the incomplete beta function by Lentz's method (DLMF 8.17.22). */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let h = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < EPSILON) break;
  }
  return h;
}

/** ln I_x(a, b), regularised incomplete beta; `y` = 1 - x is passed so that neither end loses digits. */
export function lnBetaInc(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return -Infinity;
  if (y <= 0) return 0;
  const prefix = lnPrefix(x, y, a, b);
  if (x < (a + 1) / (a + b + 2)) return prefix + Math.log(fraction(x, a, b) / a);
  return Math.log1p(-Math.exp(prefix) * (fraction(y, b, a) / b));
}

/** I_x(a, b), the cdf of a Beta(a, b) at x. */
export function betaInc(x: number, a: number, b: number): number {
  return Math.exp(lnBetaInc(x, 1 - x, a, b));
}
