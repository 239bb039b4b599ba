import { lnGamma } from './ln-gamma.ts';

const EPSILON = 1e-16;
const TINY = 1e-300;
// Both expansions need about 6 sqrt(a) terms at their border; this bound is never met for a below 10^8.
const MAX_TERMS = 100_000;

function lnPrefix(a: number, x: number): number {
  return a * Math.log(x) - x - lnGamma(a);
}

/** P(a, x) / prefix by its power series; quick for x < a + 1. */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Q(a, x) / prefix by Lentz's continued fraction; quick for x > a + 1. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const an = -n * (n - a);
    b += 2;
    d = an * d + b;
    c = b + an / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < EPSILON) break;
  }
  return h;
}

/** ln Q(a, x), the regularised upper incomplete gamma function: keeps the tail where Q itself underflows. */
export function lnGammaQ(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return -Infinity;
  if (x < a + 1) return Math.log1p(-Math.exp(lnPrefix(a, x)) * lowerSeries(a, x));
  return lnPrefix(a, x) + Math.log(upperFraction(a, x));
}
