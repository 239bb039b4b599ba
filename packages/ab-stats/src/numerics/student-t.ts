import { lnBetaInc } from './incomplete-beta.ts';
import { lnBeta } from './ln-gamma.ts';
import { normQuantile } from './normal-quantile.ts';

const MAX_STEPS = 60;
const LN_HALF = Math.log(0.5);

/** ln P(|T| >= |t|) for Student's t with `df` (may be fractional) degrees of freedom. */
export function lnTTwoSided(t: number, df: number): number {
  const square = t * t;
  if (square === Infinity) return -Infinity;
  return lnBetaInc(df / (df + square), square / (df + square), df / 2, 0.5);
}

/** P(T >= t). */
export function tSf(t: number, df: number): number {
  const half = Math.exp(lnTTwoSided(t, df)) / 2;
  return t >= 0 ? half : 1 - half;
}

function lnDensity(t: number, df: number): number {
  return -((df + 1) / 2) * Math.log1p((t * t) / df) - 0.5 * Math.log(df) - lnBeta(df / 2, 0.5);
}

/** The t > 0 whose upper tail is `tail`: Newton in (ln t, ln tail), where even df = 1 is nearly a straight line. */
function upperQuantile(tail: number, df: number): number {
  const target = Math.log(tail);
  let t = Math.max(normQuantile(1 - tail), 1e-6);
  for (let step = 0; step < MAX_STEPS; step++) {
    const lnTail = lnTTwoSided(t, df) + LN_HALF;
    const slope = Math.exp(lnDensity(t, df) - lnTail) * t;
    const move = (lnTail - target) / slope;
    t *= Math.exp(Math.max(-2, Math.min(2, move)));
    if (Math.abs(move) < 1e-15) break;
  }
  return t;
}

/** The t with P(T <= t) = p. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  return p > 0.5 ? upperQuantile(1 - p, df) : -upperQuantile(p, df);
}

// One entry for each whole number of days a test can run; the same few quantiles are needed millions of times.
const T975: number[] = [];

/** t_{.975, df} for whole df >= 1, computed once each. */
export function t975(df: number): number {
  let t = T975[df];
  if (t === undefined) {
    t = tQuantile(0.975, df);
    T975[df] = t;
  }
  return t;
}
