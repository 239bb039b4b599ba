import { describe, expect, it } from '@jest/globals';
import { detectableEffect } from './detectable-effect.ts';

const NOTHING = { impressions: 0, clicks: 0, spendCents: 0 };
const plan = {
  budget: { dailyBudgetCents: 10_000, lifetimeBudgetCents: null },
  delivered: NOTHING,
  variants: 2,
  ads: 2,
  horizonDays: 10,
  minimumEffect: 0.2,
  currencyOffset: 100,
};

describe('R13: the detectable effect', () => {
  it('spreads the budget over all ads of the campaign, not only those under test', () => {
    expect(detectableEffect(plan)).toMatchObject({ impressions_per_variant: 50_000 });
    expect(detectableEffect({ ...plan, ads: 4 })).toMatchObject({ impressions_per_variant: 25_000 });
  });

  it('takes a lifetime budget as spent over the horizon', () => {
    const budget = { dailyBudgetCents: null, lifetimeBudgetCents: 100_000 };
    expect(detectableEffect({ ...plan, budget })).toMatchObject({ impressions_per_variant: 50_000 });
  });

  it('is unknown, and warned of, without a budget', () => {
    const budget = { dailyBudgetCents: null, lifetimeBudgetCents: null };
    expect(detectableEffect({ ...plan, budget })).toMatchObject({
      detectable_effect: null,
      warnings: ['detectable_effect_above_50_percent'],
    });
  });

  it('assumes a price in whole units of a currency without cents', () => {
    expect(detectableEffect({ ...plan, currencyOffset: 1 })).toMatchObject({ assumptions: { source: 'assumed', cpm_cents: 10 } });
  });

  it('goes by what was delivered once that says something', () => {
    const delivered = { impressions: 1_000, clicks: 24, spendCents: 500 };
    expect(detectableEffect({ ...plan, delivered })).toMatchObject({ assumptions: { source: 'assumed' } });
    expect(detectableEffect({ ...plan, delivered: { ...delivered, clicks: 25 } })).toMatchObject({
      assumptions: { source: 'delivery', baseline_ctr: 0.025, cpm_cents: 500 },
    });
  });
});
