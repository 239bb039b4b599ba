import { normPdf, normQuantile, normSf } from '../numerics/index.ts';

// Simpson nodes between the bounds of one look: more change nothing in the first nine digits.
const NODES = 800;
const BISECTIONS = 80;

/** Two-sided O'Brien-Fleming spending (Lan & DeMets 1983) at information fraction t. */
const spent = (t: number, alpha: number): number => 4 * normSf(normQuantile(1 - alpha / 4) / Math.sqrt(t));

/** The not yet stopped paths after a look: Brownian values and density times quadrature weight. */
interface Surviving {
  readonly t: number;
  readonly values: Float64Array;
  readonly masses: Float64Array;
}

/** Probability that a surviving path lies outside ±limit at a later time. */
function outside(before: Surviving, t: number, limit: number): number {
  const sd = Math.sqrt(t - before.t);
  let sum = 0;
  for (let i = 0; i < before.values.length; i++) {
    const value = before.values[i] ?? 0;
    sum += (before.masses[i] ?? 0) * (normSf((limit - value) / sd) + normSf((limit + value) / sd));
  }
  return sum;
}

function survive(before: Surviving, t: number, limit: number): Surviving {
  const sd = Math.sqrt(t - before.t);
  const width = (2 * limit) / NODES;
  const values = new Float64Array(NODES + 1);
  const masses = new Float64Array(NODES + 1);
  for (let node = 0; node <= NODES; node++) {
    const value = -limit + node * width;
    let density = 0;
    for (let i = 0; i < before.values.length; i++) {
      density += (before.masses[i] ?? 0) * normPdf((value - (before.values[i] ?? 0)) / sd);
    }
    const simpson = node === 0 || node === NODES ? 1 : 2 + 2 * (node % 2);
    values[node] = value;
    masses[node] = ((density / sd) * simpson * width) / 3;
  }
  return { t, values, masses };
}

/** The limit that spends `alphaNow` at this look. */
function limitFor(before: Surviving, t: number, alphaNow: number): number {
  let [lo, hi] = [0, 40 * Math.sqrt(t)];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (lo + hi) / 2;
    if (outside(before, t, middle) > alphaNow) lo = middle;
    else hi = middle;
  }
  return (lo + hi) / 2;
}

/** Two-sided symmetric z bounds for looks at rising information fractions; each look spends its increment of `alpha`. */
export function ldObfBounds(fractions: readonly number[], alpha: number): number[] {
  let paths: Surviving = { t: 0, values: new Float64Array([0]), masses: new Float64Array([1]) };
  let before = 0;
  return fractions.map((t) => {
    const now = spent(t, alpha);
    const limit = limitFor(paths, t, now - before);
    paths = survive(paths, t, limit);
    before = now;
    return limit / Math.sqrt(t);
  });
}
