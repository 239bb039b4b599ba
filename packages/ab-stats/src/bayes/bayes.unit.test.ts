import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Counts } from '../proportions/intervals.ts';
import { bestOf } from './best-of.ts';
import { betaPair, uniformPosterior } from './beta-pair.ts';
import { normalShrink, probabilityCheaper, roasLogNormal } from './log-normal.ts';
import { quickBestOf } from './quick-best-of.ts';

const counts = fc.integer({ min: 1, max: 5_000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const arms = (max: number) => fc.array(counts, { minLength: 2, maxLength: max });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('probability of being the best', () => {
  it('P10 sums to 1, and nobody loses less than nothing', () => {
    fc.assert(
      fc.property(arms(4), (list) => {
        const { pBest, expectedLoss } = bestOf(list.map(uniformPosterior));
        expect(Math.abs(sum(pBest) - 1)).toBeLessThan(1e-9);
        expect(expectedLoss.every((loss) => loss >= 0)).toBe(true);
      }),
      { seed: 1, numRuns: 8 },
    );
  });

  it('R12 the closed sum and the quadrature agree for two arms', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const exact = betaPair(a, b);
        const { pBest, expectedLoss } = bestOf([a, b].map(uniformPosterior));
        expect(Math.abs((pBest[1] ?? 0) - exact.pBgtA)).toBeLessThan(1e-9);
        expect(Math.abs((expectedLoss[0] ?? 0) - exact.lossIfChooseA)).toBeLessThan(1e-9);
        expect(Math.abs((expectedLoss[1] ?? 0) - exact.lossIfChooseB)).toBeLessThan(1e-9);
      }),
      { seed: 1, numRuns: 12 },
    );
  });

  it('R12 the quick version shows the same digits as the exact one', () => {
    fc.assert(
      fc.property(arms(4), (list) => {
        const posteriors = list.map(uniformPosterior);
        const [exact, quick] = [bestOf(posteriors), quickBestOf(posteriors)];
        for (const [i, p] of exact.pBest.entries()) expect(Math.abs((quick.pBest[i] ?? 0) - p)).toBeLessThan(5e-5);
        for (const [i, loss] of exact.expectedLoss.entries())
          expect(Math.abs((quick.expectedLoss[i] ?? 0) - loss)).toBeLessThan(5e-5);
      }),
      { seed: 1, numRuns: 12 },
    );
  });

  it('P1 permuting arms permutes the probabilities', () => {
    const list: Counts[] = [
      [120, 4000],
      [150, 4000],
      [165, 4000],
    ];
    const forth = bestOf(list.map(uniformPosterior)).pBest;
    const back = bestOf(list.toReversed().map(uniformPosterior)).pBest.toReversed();
    for (const [i, p] of forth.entries()) expect(back[i]).toBeCloseTo(p, 12);
  });
});

describe('money', () => {
  it('P2 R12 which arm is cheaper does not depend on the unit', () => {
    const inCents = probabilityCheaper([250, 150], [50_000, 37_500]);
    expect(inCents).toBeCloseTo(probabilityCheaper([250, 150], [500, 375]), 12);
    expect(probabilityCheaper([150, 250], [375, 500])).toBeCloseTo(1 - inCents, 12);
  });

  it('R12 the brief’s ROAS gap is not established by its totals', () => {
    const { lo, hi, pAgtB } = roasLogNormal([4.5, 3.2], [45, 30], 1);
    expect(lo).toBeLessThan(0);
    expect(hi).toBeGreaterThan(0);
    expect(pAgtB).toBeCloseTo(0.847, 3);
  });

  it('a winner’s lift is shrunk, more so the noisier it is', () => {
    expect(normalShrink(0.6666666667, 0.168874268).post).toBeCloseTo(0.50625, 5);
    expect(normalShrink(0.6666666667, 0.5).post).toBeLessThan(0.2);
  });
});
