import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chiSquare, chiSquareYates, smallestExpected } from './chi-square.ts';
import { fisherExact } from './fisher-exact.ts';
import { liftLog95, newcombe95, wilson95 } from './intervals.ts';
import { permutationP } from './permutation-test.ts';
import { normalTwoSided, pooledZ } from './pooled-z.ts';

const counts = (max = 100_000) =>
  fc.integer({ min: 1, max }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const column = (arms: readonly (readonly number[])[], at: number) => arms.map((arm) => arm[at] ?? 0);

describe('chi-square', () => {
  it('R3 the brief’s example is 26.0417 with p 3.34e-7, not 125.5 with 0.001', () => {
    const { chi2, p } = chiSquare([250, 150], [5000, 5000]);
    expect(chi2).toBeCloseTo(26.0416667, 7);
    expect(p).toBeCloseTo(3.34128e-7, 12);
    expect(chi2).not.toBeCloseTo(125.5, 0);
    expect(p).not.toBeCloseTo(0.001, 4);
  });

  it('R4 says why when there is nothing to test', () => {
    expect(chiSquare([0, 0], [10, 10])).toEqual({ chi2: null, df: 1, p: null, log10p: null, reason: 'no_clicks' });
    expect(chiSquare([10, 10, 5], [10, 10, 5])).toEqual({ chi2: null, df: 2, p: null, log10p: null, reason: 'all_clicks' });
    expect(chiSquareYates(0, 10, 0, 10)).toEqual({ chi2: null, p: null });
  });

  it('P1 permuting arms changes nothing', () => {
    fc.assert(
      fc.property(fc.array(counts(), { minLength: 2, maxLength: 6 }), (arms) => {
        const [forward, backward] = [arms, arms.toReversed()].map((list) => chiSquare(column(list, 0), column(list, 1)));
        if (forward?.chi2 == null || backward?.chi2 == null) return;
        expect(Math.abs(forward.chi2 - backward.chi2)).toBeLessThanOrEqual(1e-9 * Math.max(1, forward.chi2));
        expect(forward.p >= 0 && forward.p <= 1).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('P4 is the square of the pooled z', () => {
    fc.assert(
      fc.property(counts(), counts(), (a, b) => {
        const z = pooledZ(a, b);
        const { chi2, p } = chiSquare([a[0], b[0]], [a[1], b[1]]);
        if (z === null || chi2 === null) return;
        expect(Math.abs(z * z - chi2)).toBeLessThanOrEqual(1e-11 * Math.max(1, chi2));
        expect(Math.abs(normalTwoSided(z).p - p)).toBeLessThan(1e-10);
      }),
      { seed: 1 },
    );
  });
});

describe('exact tests', () => {
  it('R5 Fisher agrees with counting tables by hand', () => {
    // 3 and 1 of 4 and 4: tables with at most the observed probability, (16 + 1 + 1 + 16) / 70.
    expect(fisherExact(3, 4, 1, 4)).toBeCloseTo(34 / 70, 12);
    expect(fisherExact(4, 4, 0, 4)).toBeCloseTo(2 / 70, 12);
    expect(fisherExact(2, 4, 2, 4)).toBe(1);
    expect(fisherExact(250, 5000, 150, 5000)).toBeCloseTo(3.846384037e-7, 14);
  });

  it('R5 Fisher is the same from either side, and sums every table no likelier than the observed', () => {
    fc.assert(
      fc.property(counts(40), counts(40), ([c1, n1], [c2, n2]) => {
        const direct = byCounting(c1, n1, c2, n2);
        expect(fisherExact(c1, n1, c2, n2)).toBeCloseTo(direct, 9);
        expect(fisherExact(c2, n2, c1, n1)).toBeCloseTo(direct, 9);
      }),
      { seed: 1 },
    );
  });

  it('R5 R12 the permutation test is seeded, never 0, and near Fisher for two arms', () => {
    const p = permutationP([3, 10], [1000, 1000]);
    expect(p).toBe(permutationP([3, 10], [1000, 1000]));
    expect(Math.abs(p - 0.0912)).toBeLessThan(0.01);
    expect(permutationP([0, 0, 40], [100, 100, 100])).toBeGreaterThan(0);
    expect(permutationP([2, 2, 2], [50, 50, 50])).toBe(1);
  });

  it('R5 counts are low below an expected count of 5, of clicks or of non-clicks', () => {
    expect(smallestExpected([4, 6], [100, 100])).toBe(5);
    expect(smallestExpected([99, 98], [100, 100])).toBeCloseTo(1.5, 12);
  });
});

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}

function byCounting(c1: number, n1: number, c2: number, n2: number): number {
  const clicks = c1 + c2;
  const weight = (x: number) => choose(n1, x) * choose(n2, clicks - x);
  let [as, all] = [0, 0];
  for (let x = Math.max(0, clicks - n2); x <= Math.min(n1, clicks); x++) {
    all += weight(x);
    if (weight(x) <= weight(c1) * (1 + 1e-7)) as += weight(x);
  }
  return as / all;
}

describe('intervals', () => {
  it('P9 R11 Wilson lies inside [0, 1] and holds the rate', () => {
    fc.assert(
      fc.property(counts(1_000_000), ([c, n]) => {
        const [lo, hi] = wilson95([c, n]);
        expect(lo >= 0 && hi <= 1 && lo <= c / n && hi >= c / n).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('R11 Newcombe and the log lift turn round with the arms', () => {
    fc.assert(
      fc.property(counts(), counts(), (a, b) => {
        const [lo, hi] = newcombe95(a, b);
        const [loBack, hiBack] = newcombe95(b, a);
        expect(lo).toBeCloseTo(-hiBack, 12);
        expect(hi).toBeCloseTo(-loBack, 12);
        const [forth, back] = [liftLog95(a, b), liftLog95(b, a)];
        expect((1 + forth.lift) * (1 + back.lift)).toBeCloseTo(1, 9);
        expect(forth.seLn).toBe(back.seLn);
      }),
      { seed: 1 },
    );
  });

  it('R11 adds half a click to both arms only when one has none', () => {
    expect(liftLog95([0, 1000], [6, 1000]).lift).toBeCloseTo(0.5 / 6.5 - 1, 12);
    expect(liftLog95([1, 1000], [6, 1000]).lift).toBeCloseTo(1 / 6 - 1, 12);
  });
});
