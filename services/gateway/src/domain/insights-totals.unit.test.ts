import { expect, test } from '@jest/globals';
import { ratiosOf, totalsOf } from './insights-totals.ts';

const row = {
  impressions: 1_000,
  clicks: 60,
  inline_link_clicks: 50,
  spend_cents: 10_000,
  conversions: 5,
  revenue_cents: 45_000,
};

test('ratios come from the sums, not from the days', () => {
  const totals = totalsOf([row, { ...row, impressions: 9_000, inline_link_clicks: 50 }]);
  expect(ratiosOf(totals, 100)).toEqual({ ctr: 1, cpc: 2, roas: 4.5 });
});

test('nothing reported is not zero, and nothing is divided by zero', () => {
  const totals = totalsOf([
    { ...row, impressions: 0, inline_link_clicks: 0, spend_cents: 0, revenue_cents: null, conversions: null },
  ]);
  expect([totals.revenue_cents, totals.conversions]).toEqual([null, null]);
  expect(ratiosOf(totals, 100)).toEqual({ ctr: null, cpc: null, roas: null });
  expect(totalsOf([])).toMatchObject({ impressions: 0, revenue_cents: null });
});
