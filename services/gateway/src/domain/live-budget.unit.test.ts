import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { liveDailyCents } from './live-budget.ts';

const NOW = new Date('2026-03-01T00:00:00Z');
const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(NOW.getTime() + days * DAY_MS).toISOString();

describe('what a campaign may spend on one day', () => {
  it.each([
    ['its daily budget', { daily_budget_cents: 500 }, 500],
    ['its daily budget, however long it runs', { daily_budget_cents: 500, end_time: inDays(100) }, 500],
    ['a tenth of a lifetime budget over ten days', { lifetime_budget_cents: 1_000, end_time: inDays(10) }, 100],
    ['rounded up', { lifetime_budget_cents: 1_001, end_time: inDays(10) }, 101],
    ['counted from the start time', { lifetime_budget_cents: 1_000, start_time: inDays(5), end_time: inDays(10) }, 200],
    ['counted from now when it has begun', { lifetime_budget_cents: 1_000, start_time: inDays(-5), end_time: inDays(10) }, 100],
    ['all of it within one day', { lifetime_budget_cents: 1_000, end_time: inDays(0.5) }, 1_000],
    ['all of it without an end', { lifetime_budget_cents: 1_000 }, 1_000],
  ])('%s', (_rule, budget, expected) => {
    expect(liveDailyCents(budget, NOW)).toBe(expected);
  });

  it('is never so small that its days could spend less than the lifetime budget', () => {
    const days = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), days, (lifetime, count) => {
        const daily = liveDailyCents({ lifetime_budget_cents: lifetime, end_time: inDays(count) }, NOW);
        expect(daily * count).toBeGreaterThanOrEqual(lifetime);
        expect(daily).toBeLessThanOrEqual(lifetime);
      }),
    );
  });
});
