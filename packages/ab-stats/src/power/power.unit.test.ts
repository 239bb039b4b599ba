import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { impressionsForBudget, planTest } from './plan-test.ts';
import { mdeTwoProp, powerTwoProp, requiredEvents, sampleSizeTwoProp } from './two-proportions.ts';

describe('power', () => {
  it('R13 the detectable effect is where the power is met', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.3, noNaN: true }), fc.integer({ min: 300, max: 1_000_000 }), (p1, n) => {
        const mde = mdeTwoProp(p1, n, 0.05, 0.8);
        if (mde) expect(powerTwoProp(p1, p1 + mde.abs, n, 0.05)).toBeCloseTo(0.8, 9);
      }),
      { seed: 1 },
    );
  });

  it.each([
    [0.005, 1000, 2.7],
    [0.01, 1000, 1.68],
    [0.02, 20_000, 0.206],
    [0.05, 100_000, 0.055],
  ])('R13 the published table: at CTR %d and %d impressions, %d', (p1, n, rel) => {
    expect(mdeTwoProp(p1, n, 0.05, 0.8)?.rel).toBeCloseTo(rel, 2);
  });

  it('R13 more comparisons need more impressions', () => {
    expect(sampleSizeTwoProp(0.01, 0.012, 0.05, 0.8, 3)).toBeGreaterThan(sampleSizeTwoProp(0.01, 0.012, 0.05, 0.8));
  });

  it('clicks and purchases needed to see a change', () => {
    expect([0.1, 0.2, 0.3].map((change) => Math.ceil(requiredEvents(change, 0.05, 0.8)))).toEqual([1729, 473, 229]);
    expect([0.1, 0.2, 0.5].map((change) => Math.ceil(requiredEvents(change, 0.05, 0.8, 1)))).toEqual([3457, 945, 191]);
  });
});

describe('planning a test', () => {
  const plan = { variants: 2, baselineCtr: 0.01, horizonDays: 28, minimumEffect: 0.2 };

  it('R13 states what the budget can detect', () => {
    const outlook = planTest({ ...plan, dailyImpressions: 10_000 });
    expect(outlook).toMatchObject({
      impressions_per_variant: 140_000,
      required_impressions_per_variant: 42_693,
      days_needed: 9,
      warnings: [],
    });
    expect(outlook.detectable_effect).toBeLessThan(0.2);
  });

  it('R13 warns when only half as much again, or more, could be seen', () => {
    expect(planTest({ ...plan, dailyImpressions: 70 }).warnings).toEqual(['detectable_effect_above_50_percent']);
    expect(planTest({ ...plan, dailyImpressions: 0 })).toMatchObject({ detectable_effect: null, days_needed: null });
  });

  it('turns a budget into impressions', () => {
    expect(impressionsForBudget(10_000, 1000)).toBe(10_000);
    expect(impressionsForBudget(10_000, 0)).toBe(0);
  });
});
