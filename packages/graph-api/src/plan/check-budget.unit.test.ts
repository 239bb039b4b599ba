import { describe, expect, it } from '@jest/globals';
import { adSetOf, NOW, planned, refused, stepOf } from '../testing/run-fixtures.ts';
import type { RunRequest } from './run-request.ts';

describe('LC8 budget and schedule', () => {
  const hours = (n: number): string => new Date(NOW.getTime() + n * 3_600_000).toISOString();

  it('sends one budget, on the ad set, and times in the form of Meta', () => {
    const request = {
      daily_budget_cents: undefined,
      lifetime_budget_cents: 70_000,
      start_time: hours(1),
      end_time: '2026-12-01T01:00:00+0100',
    };
    const adSet = adSetOf({ request });
    expect(adSet).toMatchObject({
      lifetime_budget: 70_000,
      start_time: '2026-11-23T13:00:00+0000',
      end_time: '2026-12-01T00:00:00+0000',
    });
    expect(adSet).not.toHaveProperty('daily_budget');
    expect(stepOf(planned({ request }), 'campaign').payload).not.toHaveProperty('lifetime_budget');
  });

  it.each<[Partial<RunRequest>, string]>([
    [{ daily_budget_cents: undefined }, 'budget-missing /daily_budget_cents'],
    [{ lifetime_budget_cents: 1 }, 'budget-ambiguous /lifetime_budget_cents'],
    [{ daily_budget_cents: 0 }, 'budget-not-positive /daily_budget_cents'],
    [{ daily_budget_cents: 10.5 }, 'budget-not-positive /daily_budget_cents'],
    [{ daily_budget_cents: 99 }, 'budget-too-low /daily_budget_cents'],
    [{ daily_budget_cents: undefined, lifetime_budget_cents: 70_000 }, 'lifetime-needs-end /end_time'],
    [{ daily_budget_cents: undefined, lifetime_budget_cents: 299, end_time: hours(49) }, 'budget-too-low /lifetime_budget_cents'],
    [{ end_time: hours(24) }, 'daily-too-short /end_time'],
    [{ start_time: hours(10), end_time: hours(33) }, 'daily-too-short /end_time'],
    [{ start_time: hours(0) }, 'start-in-past /start_time'],
    [{ start_time: hours(50), end_time: hours(40) }, 'end-before-start /end_time'],
    [{ start_time: 'tomorrow' }, 'time-invalid /start_time'],
    [{ start_time: '2026-12-01T00:00:00' }, 'time-invalid /start_time'],
    [{ end_time: '2026-13-01T00:00:00Z' }, 'time-invalid /end_time'],
  ])('refuses %j', (request, violation) => {
    expect(refused({ request, account: { minDailyBudgetCents: 100 } })).toContain(violation);
  });

  it('reports an end in the past, and accepts a run of just over a day', () => {
    expect(refused({ request: { end_time: hours(-1) } })).toContain('end-in-past /end_time');
    expect(refused({ request: { end_time: hours(24.1) } })).toEqual([]);
  });

  it('refuses a currency Meta does not bill in', () => {
    expect(refused({ account: { currency: 'XXX' } })).toEqual(['currency-unknown /social_account_id']);
  });
});
