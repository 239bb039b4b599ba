import { impressionsForBudget, planTest } from '@mao/ab-stats';

// What an account's ads do at first is unknown; these are ordinary for Meta's feeds, and the answer says they are assumed.
const ASSUMED_CTR = 0.01;
const ASSUMED_CPM_UNITS = 10;
// Fewer clicks say little of the rate.
const CLICKS_TO_BELIEVE = 25;

interface Budget {
  readonly dailyBudgetCents: number | null;
  readonly lifetimeBudgetCents: number | null;
}

/** What the campaign's ads have delivered so far. */
export interface Delivery {
  readonly impressions: number;
  readonly clicks: number;
  readonly spendCents: number;
}

interface Plan {
  readonly budget: Budget;
  readonly delivered: Delivery;
  /** Variants of the test, and ads that share the budget. */
  readonly variants: number;
  readonly ads: number;
  readonly horizonDays: number;
  readonly minimumEffect: number;
  readonly currencyOffset: number;
}

/** What the test can be expected to find with its campaign's budget (R13), and what that rests on. */
export function detectableEffect(plan: Plan): object {
  const { budget, delivered, variants, ads, horizonDays, minimumEffect } = plan;
  const isKnown = delivered.clicks >= CLICKS_TO_BELIEVE && delivered.spendCents > 0;
  const baselineCtr = isKnown ? Math.min(1, delivered.clicks / delivered.impressions) : ASSUMED_CTR;
  const cpmCents = isKnown ? (1_000 * delivered.spendCents) / delivered.impressions : ASSUMED_CPM_UNITS * plan.currencyOffset;
  const dailyBudgetCents = budget.dailyBudgetCents ?? (budget.lifetimeBudgetCents ?? 0) / horizonDays;
  const dailyImpressions = (impressionsForBudget(dailyBudgetCents, cpmCents) * variants) / Math.max(variants, ads);
  const outlook = planTest({ variants, baselineCtr, dailyImpressions, horizonDays, minimumEffect });
  const source = isKnown ? 'delivery' : 'assumed';
  return {
    ...outlook,
    assumptions: { source, baseline_ctr: baselineCtr, cpm_cents: cpmCents, daily_budget_cents: dailyBudgetCents },
  };
}
