import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BanditInput, banditStep } from './bandit-step.ts';
import { projectCapped, stepBounds } from './capped-projection.ts';
import { floorWeights } from './floor-weights.ts';
import { armsToPause } from './pause-rule.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('reallocation of a budget', () => {
  it('R31 is exact to the cent, within the step, and nearest to its target', () => {
    const budgets = fc.array(fc.integer({ min: 200, max: 1_000_000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        budgets,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (current, raw) => {
          const total = sum(current);
          const shares = current.map((_, i) => (raw[i] ?? 0) + 0.01);
          const targets = shares.map((share) => (share / sum(shares)) * total);
          const after = projectCapped(targets, total, stepBounds(current, 0.2)) ?? [];
          expect(sum(after)).toBe(total);
          for (const [i, cents] of after.entries()) {
            expect(Number.isInteger(cents)).toBe(true);
            expect(Math.abs(cents - (current[i] ?? 0))).toBeLessThanOrEqual((current[i] ?? 0) * 0.2 + 1);
          }
        },
      ),
      { seed: 1 },
    );
  });

  it('R31 gives the spare cent to the largest remainder, ties to the first', () => {
    expect(projectCapped([33.4, 33.3, 33.3], 100, stepBounds([33, 33, 34], 0.5))).toEqual([34, 33, 33]);
    expect(projectCapped([50.5, 50.5], 101, stepBounds([50, 51], 0.5))).toEqual([51, 50]);
  });

  it('R31 says so when minimum and step cannot both be kept', () => {
    expect(projectCapped([100, 100], 200, stepBounds([100, 100], 0.2, 150))).toBeNull();
    expect(projectCapped([100, 100], 500, stepBounds([100, 100], 0.2))).toBeNull();
  });

  it('R31 leaves every arm its floor', () => {
    const weights = floorWeights([1, 0, 0]);
    expect(sum(weights)).toBeCloseTo(1, 12);
    expect(weights[1]).toBeCloseTo(0.05, 12);
  });
});

describe('the daily step', () => {
  const arm = (id: string, clicks: number) => ({
    id,
    impressions: 10_000,
    clicks,
    conversions: 50,
    budgetCents: 5000,
    isPaused: false,
  });
  const ready: BanditInput = {
    arms: [arm('a', 300), arm('b', 200), arm('c', 200)],
    optimise: 'clicks',
    elapsedHours: 48,
    minimumCents: 100,
    changedToday: false,
    isUnderInference: false,
    isCbo: false,
    isKilled: false,
  };

  it('R32 moves at most 20 %, dry unless told otherwise, and tells the whole story', () => {
    const decision = banditStep(ready);
    expect(decision).toMatchObject({ do: 'reallocate', dryRun: true, label: 'biased_by_allocation' });
    if (decision.do === 'reallocate')
      expect(decision.audit).toMatchObject({ seed: null, beforeCents: [5000, 5000, 5000], afterCents: [6000, 4500, 4500] });
    expect(banditStep({ ...ready, dryRun: false })).toMatchObject({ dryRun: false });
    expect(banditStep({ ...ready, maxStep: 0.9 })).toMatchObject({ audit: { afterCents: [6000, 4500, 4500] } });
  });

  it.each<[string, Partial<BanditInput>]>([
    ['kill_switch', { isKilled: true }],
    ['under_inference', { isUnderInference: true }],
    ['campaign_budget', { isCbo: true }],
    ['changed_today', { changedToday: true }],
    ['too_few_arms', { arms: [arm('a', 300)] }],
    ['too_early', { elapsedHours: 47.99 }],
    ['too_few_clicks', { arms: [arm('a', 300), arm('b', 99)] }],
    ['too_few_conversions', { optimise: 'conversions', arms: [arm('a', 300), { ...arm('b', 200), conversions: 39 }] }],
    ['infeasible', { minimumCents: 5001 }],
  ])('R32 keeps budgets when %s', (reason, change) => {
    expect(banditStep({ ...ready, ...change })).toEqual({ do: 'keep', reason });
  });

  it('R32 pauses an arm only after seven hopeless looks beyond the first week, and never the last two', () => {
    const look = { a: 0.9, b: 0.0989, c: 0.001, d: 0.0001 };
    expect(armsToPause(Array.from({ length: 13 }, () => look))).toEqual([]);
    expect(armsToPause(Array.from({ length: 14 }, () => look))).toEqual(['d', 'c']);
    expect(armsToPause([...Array.from({ length: 13 }, () => look), { ...look, c: 0.003 }])).toEqual(['d']);
    expect(armsToPause(Array.from({ length: 20 }, () => ({ a: 0.9999, b: 0.0001 })))).toEqual([]);
  });
});
