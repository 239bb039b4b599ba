import { badParameter, type GraphRefusal, invalidParameter } from '../errors.ts';
import type { Params } from '../params/decode-parameter.ts';
import { minimumBudgets } from './currencies.ts';
import type { Rule } from './rule.ts';

const DAY_MS = 86_400_000;

export function hasBudget(values: Params): boolean {
  return values['daily_budget'] !== undefined || values['lifetime_budget'] !== undefined;
}

export function bothLevelsHaveBudgets(blamed: string): GraphRefusal {
  return invalidParameter(
    1885621,
    "Can't Set Ad Set Budget With Campaign Budget",
    'You can only set an ad set budget or a campaign budget. Remove one of them to continue.',
    blamed,
  );
}

export const oneKindOfBudget: Rule = ({ values }) =>
  values['daily_budget'] !== undefined && values['lifetime_budget'] !== undefined
    ? badParameter('Only one of daily_budget and lifetime_budget may be set', 'lifetime_budget')
    : null;

/** The smallest budget depends on the currency and on what is billed; campaigns are billed by impressions. */
export const budgetAboveMinimum: Rule = ({ values, account }) => {
  const minimum = minimumDaily(account.currency, values['billing_event']);
  const daily = values['daily_budget'];
  if (typeof daily === 'number' && daily < minimum) {
    return tooLow(
      1885272,
      'daily_budget',
      `Your daily budget must be at least ${minimum} in the smallest unit of ${account.currency}.`,
    );
  }
  const lifetime = values['lifetime_budget'];
  if (typeof lifetime === 'number' && lifetime < minimum) {
    return tooLow(
      1885650,
      'lifetime_budget',
      `Your lifetime budget must be at least ${minimum} in the smallest unit of ${account.currency}.`,
    );
  }
  return null;
};

function minimumDaily(currency: string, billingEvent: unknown): number {
  const minimums = minimumBudgets(currency);
  if (billingEvent === undefined || billingEvent === 'IMPRESSIONS') return minimums.min_daily_budget_imp;
  return billingEvent === 'LINK_CLICKS' ? minimums.min_daily_budget_high_freq : minimums.min_daily_budget_video_views;
}

function tooLow(subcode: number, blamed: string, userMsg: string): GraphRefusal {
  return invalidParameter(subcode, 'Your Budget Is Too Low', userMsg, blamed);
}

/** Runs in time order: end after start and now, lifetime budgets end some day, daily ones run longer than a day. */
export const scheduleFitsBudget: Rule = ({ values, nowMs }) => {
  const startMs = typeof values['start_time'] === 'number' ? Math.max(values['start_time'], nowMs) : nowMs;
  const endMs = values['end_time'];
  if (typeof endMs !== 'number' || endMs === 0) {
    if (values['lifetime_budget'] === undefined) return null;
    return invalidParameter(1487851, 'End Time Required', 'An ad set with a lifetime budget needs an end time.', 'end_time');
  }
  if (endMs <= nowMs)
    return invalidParameter(1487033, 'End Time Is In The Past', 'The end time must be in the future.', 'end_time');
  if (endMs <= startMs)
    return invalidParameter(1487033, 'End Time Before Start Time', 'The end time must be after the start time.', 'end_time');
  if (values['daily_budget'] !== undefined && endMs - startMs <= DAY_MS) {
    return invalidParameter(
      1487793,
      'Schedule Too Short',
      'An ad set with a daily budget must run for more than 24 hours.',
      'end_time',
    );
  }
  return null;
};

const CAPPED_STRATEGIES: ReadonlySet<unknown> = new Set(['LOWEST_COST_WITH_BID_CAP', 'COST_CAP']);

/** A capped strategy needs an amount; so does a missing one, whose documented default is the bid cap. */
export function bidAmountMissing(strategy: unknown, values: Params): GraphRefusal | null {
  const isCapped = strategy === undefined || CAPPED_STRATEGIES.has(strategy);
  const hasRoasFloor = values['bid_constraints'] !== undefined;
  const needsFloor = strategy === 'LOWEST_COST_WITH_MIN_ROAS' && !hasRoasFloor;
  if (!needsFloor && (!isCapped || values['bid_amount'] !== undefined)) return null;
  return invalidParameter(
    2490487,
    'Bid Amount Or Bid Constraints Required',
    `Bid amount or bid constraints are required for the bid strategy ${String(strategy ?? 'LOWEST_COST_WITH_BID_CAP')}.`,
    'bid_amount',
  );
}
