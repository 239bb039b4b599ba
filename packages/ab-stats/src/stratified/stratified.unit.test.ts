import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chiSquare } from '../proportions/chi-square.ts';
import { normalTwoSided } from '../proportions/pooled-z.ts';
import { lnLambda, msprtLogRatio } from '../sequential/always-valid.ts';
import { cmhKArms } from './cmh-k-arms.ts';
import { cmhByDay } from './cmh-two-arms.ts';
import { sequentialPathCtr } from './pair-path.ts';
import { type RatioDay, stratifiedRatio } from './stratified-ratio.ts';

const exposure = fc.integer({ min: 20, max: 20_000 });
const day = fc.record({
  xA: exposure,
  xB: exposure,
  a: fc.double({ min: 0.05, max: 1, noNaN: true }),
  b: fc.double({ min: 0.05, max: 1, noNaN: true }),
});
const days = fc
  .array(day, { minLength: 3, maxLength: 28 })
  .map((list): RatioDay[] => list.map(({ xA, xB, a, b }) => ({ xA, xB, yA: Math.round(xA * a), yB: Math.round(xB * b) })));
const swap = (list: readonly RatioDay[]) => list.map(({ xA, xB, yA, yB }) => ({ xA: xB, xB: xA, yA: yB, yB: yA }));
const near = (got: number, expected: number, tolerance: number) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));

describe('the day-stratified ratio', () => {
  it('P3 swapping arms flips the log ratio exactly and keeps p', () => {
    fc.assert(
      fc.property(days, (list) => {
        const [forth, back] = [stratifiedRatio(list), stratifiedRatio(swap(list))];
        expect(back?.t).toBe(forth && (forth.t === 0 ? 0 : -forth.t));
        expect(back?.p).toBe(forth?.p);
      }),
      { seed: 1 },
    );
  });

  it('P6 splitting a day into proportional halves leaves the ratio', () => {
    fc.assert(
      fc.property(days, (list) => {
        const halves = list.map(({ xA, xB, yA, yB }) => ({ xA: xA / 2, xB: xB / 2, yA: yA / 2, yB: yB / 2 }));
        near(stratifiedRatio([...halves, ...halves])?.ratio ?? 0, stratifiedRatio(list)?.ratio ?? 0, 1e-12);
      }),
      { seed: 1 },
    );
  });

  it('P2 the unit of money does not matter', () => {
    fc.assert(
      fc.property(days, (list) => {
        const cents = list.map((each) => ({ ...each, xA: each.xA * 100, xB: each.xB * 100 }));
        near(stratifiedRatio(cents)?.p ?? 0, stratifiedRatio(list)?.p ?? 0, 1e-9);
      }),
      { seed: 1 },
    );
  });

  it('R6 sees through delivery that shifts while rates drift: 0.8759 where the totals say 1.28', () => {
    const simpson = [
      [270, 9000, 35, 1000],
      [240, 8000, 68, 2000],
      [60, 3000, 161, 7000],
      [18, 1000, 180, 9000],
      [8, 500, 171, 9500],
    ].map(([yA = 0, xA = 0, yB = 0, xB = 0]) => ({ yA, xA, yB, xB }));
    expect(stratifiedRatio(simpson)?.ratio).toBeCloseTo(0.8759, 4);
    expect(596 / 21_500 / (615 / 28_500)).toBeGreaterThan(1.28);
  });

  it('R6 has no opinion without exposure, events or a second day', () => {
    const one = { xA: 10, xB: 10, yA: 1, yB: 1 };
    expect(stratifiedRatio([one])).toBeNull();
    expect(stratifiedRatio([one, { ...one, xB: 0 }])).toBeNull();
    expect(
      stratifiedRatio([
        { ...one, yA: 0 },
        { ...one, yA: 0 },
      ]),
    ).toBeNull();
  });
});

describe('Cochran-Mantel-Haenszel', () => {
  it('P5 with one day is (N-1)/N of Pearson', () => {
    fc.assert(
      fc.property(days, ([first]) => {
        if (!first) return;
        const { xA, xB, yA, yB } = first;
        const cmh = cmhByDay([{ nA: xA, cA: yA, nB: xB, cB: yB }]);
        const pearson = chiSquare([yA, yB], [xA, xB]);
        if (!cmh || pearson.chi2 === null) return;
        near(cmh.chi2, (pearson.chi2 * (xA + xB - 1)) / (xA + xB), 1e-9);
        near(cmhKArms([[yA], [yB]], [[xA], [xB]])?.chi2 ?? 0, cmh.chi2, 1e-9);
      }),
      { seed: 1 },
    );
  });

  it('the ratio is that of the stratified estimator, and k arms agree with two', () => {
    fc.assert(
      fc.property(days, (list) => {
        const cmh = cmhByDay(list.map(({ xA, xB, yA, yB }) => ({ nA: xA, cA: yA, nB: xB, cB: yB })));
        const columns = [list.map(({ yA }) => yA), list.map(({ yB }) => yB)];
        const shown = [list.map(({ xA }) => xA), list.map(({ xB }) => xB)];
        if (!cmh) return;
        near(cmh.rrMH ?? 0, stratifiedRatio(list)?.ratio ?? 0, 1e-12);
        near(cmhKArms(columns, shown)?.chi2 ?? 0, cmh.chi2, 1e-8);
      }),
      { seed: 1 },
    );
  });

  it('is silent where every day is', () => {
    expect(cmhByDay([{ nA: 10, cA: 0, nB: 10, cB: 0 }])).toBeNull();
    expect(cmhKArms([[5], [5]], [[5], [5]])).toBeNull();
  });
});

describe('the sequential path', () => {
  it('P8 R8 p never rises with more days, and a restated day changes it without memory', () => {
    fc.assert(
      fc.property(days, (list) => {
        const [a, b] = [list.map(({ xA }) => xA), list.map(({ xB }) => xB)];
        const first = { x: a, y: list.map(({ yA }) => yA), events: [] };
        const second = { x: b, y: list.map(({ yB }) => yB), events: [] };
        const path = sequentialPathCtr(first, second, Math.log(1.2), 0.05);
        expect(path).toHaveLength(list.length - 2);
        for (const [i, point] of path.entries()) expect(point.pSeq).toBeLessThanOrEqual(path[i - 1]?.pSeq ?? 1);
        const restated = { ...first, y: first.y.map((y, at) => (at === 0 ? 0 : y)) };
        sequentialPathCtr(restated, second, Math.log(1.2), 0.05);
        expect(sequentialPathCtr(first, second, Math.log(1.2), 0.05)).toEqual(path);
      }),
      { seed: 1 },
    );
  });

  it('P8 one look claims less than a fixed test would', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 1e-6, max: 1, noNaN: true }), (l, v) => {
        const p = Math.exp(-lnLambda(l, v, Math.log(1.2)));
        expect(p).toBeGreaterThanOrEqual(normalTwoSided(l / Math.sqrt(v)).p);
        const { lo, hi } = msprtLogRatio(l, v, Math.log(1.2), 0.05);
        if (Math.abs(p - 0.05) > 1e-9) expect(lo > 0 || hi < 0).toBe(p < 0.05);
      }),
      { seed: 1 },
    );
  });
});
