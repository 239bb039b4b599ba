const MAX_STEPS = 200;

/**
 * The x in [lo, hi] where an increasing or decreasing `f` crosses 0, to the last bit that matters: false position with the
 * Illinois correction, which keeps the bracket.
 */
export function findRoot(f: (x: number) => number, lo: number, hi: number): number {
  let [a, b] = [lo, hi];
  let [fa, fb] = [f(a), f(b)];
  for (let step = 0; step < MAX_STEPS && Math.abs(b - a) > 1e-15 * Math.max(Math.abs(a), Math.abs(b)); step++) {
    const x = step % 8 === 7 ? (a + b) / 2 : (a * fb - b * fa) / (fb - fa);
    const fx = f(x);
    if (fx === 0) return x;
    if (Math.sign(fx) === Math.sign(fb)) fa /= 2;
    else [a, fa] = [b, fb];
    [b, fb] = [x, fx];
    if (Math.abs(fx) < 1e-15) break;
  }
  return b;
}
