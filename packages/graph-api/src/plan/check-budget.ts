import type { GraphFields } from '../json.ts';
import { currencyOffset } from '../money/currency.ts';
import type { Schedule } from './check-schedule.ts';
import { type Checked, checked, violation } from './checked.ts';
import type { Violation } from './plan.ts';
import type { PlanAccount, RunRequest } from './run-request.ts';

const DAY_MS = 86_400_000;
const DAILY = '/daily_budget_cents';
const LIFETIME = '/lifetime_budget_cents';

function daysOf(schedule: Schedule, now: Date): number | null {
  return schedule.end === null ? null : (schedule.end.getTime() - (schedule.start ?? now).getTime()) / DAY_MS;
}

function amountViolations(cents: number, pointer: string, minimumCents: number): Violation[] {
  if (!Number.isSafeInteger(cents) || cents <= 0) {
    return [violation('budget-not-positive', pointer, 'must be a positive whole number of minor units')];
  }
  if (cents >= minimumCents) return [];
  return [violation('budget-too-low', pointer, `must be at least ${minimumCents}, the minimum of the ad account`)];
}

function dailyViolations(cents: number, account: PlanAccount, days: number | null): Violation[] {
  const tooShort = days !== null && days <= 1;
  const short = tooShort ? [violation('daily-too-short', '/end_time', 'a daily budget needs a run of more than 24 hours')] : [];
  return [...amountViolations(cents, DAILY, account.minDailyBudgetCents ?? 0), ...short];
}

function lifetimeViolations(cents: number, account: PlanAccount, days: number | null): Violation[] {
  if (days === null) return [violation('lifetime-needs-end', '/end_time', 'a lifetime budget needs end_time')];
  return amountViolations(cents, LIFETIME, (account.minDailyBudgetCents ?? 0) * Math.max(1, Math.ceil(days)));
}

/**
 * Exactly one budget, positive, at least the account's minimum, and fitting the schedule; null schedule: it is broken itself
 * and reported elsewhere. The value is the ad set's field: budgets never go on the campaign (Meta refuses both, 100/1885621).
 */
export function checkBudget(
  request: RunRequest,
  account: PlanAccount,
  schedule: Schedule | null,
  now: Date,
): Checked<GraphFields> {
  const { daily_budget_cents: daily, lifetime_budget_cents: lifetime } = request;
  const { currency } = account;
  const unknown = violation(
    'currency-unknown',
    '/social_account_id',
    `the account's currency ${currency} is not one Meta bills in`,
  );
  const found = currencyOffset(currency) === null ? [unknown] : [];
  if (daily !== undefined && lifetime !== undefined) {
    return {
      ok: false,
      violations: [...found, violation('budget-ambiguous', LIFETIME, 'give a daily or a lifetime budget, not both')],
    };
  }
  const days = schedule === null ? 2 : daysOf(schedule, now);
  if (daily !== undefined) return checked([...found, ...dailyViolations(daily, account, days)], { daily_budget: daily });
  if (lifetime !== undefined)
    return checked([...found, ...lifetimeViolations(lifetime, account, days)], { lifetime_budget: lifetime });
  return { ok: false, violations: [...found, violation('budget-missing', DAILY, 'a daily or a lifetime budget is required')] };
}
