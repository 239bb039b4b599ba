import { mdeTwoProp, sampleSizeTwoProp } from './two-proportions.ts';

const ALPHA = 0.05;
const POWER = 0.8;
// A test that can only see half as much again, or more, will most likely see nothing.
const WARN_ABOVE = 0.5;

export interface TestPlan {
  readonly variants: number;
  /** Expected click rate, as a fraction. */
  readonly baselineCtr: number;
  /** Of all variants together. */
  readonly dailyImpressions: number;
  readonly horizonDays: number;
  /** Smallest relative effect worth finding. */
  readonly minimumEffect: number;
}

/** What a planned test can be expected to find. */
export interface PlanOutlook {
  readonly impressions_per_variant: number;
  /** Relative; null when no difference at all would be found. */
  readonly detectable_effect: number | null;
  readonly required_impressions_per_variant: number | null;
  readonly days_needed: number | null;
  readonly warnings: readonly 'detectable_effect_above_50_percent'[];
}

/** Impressions a daily budget buys at a price per thousand, both in minor units. */
export function impressionsForBudget(dailyBudgetCents: number, cpmCents: number): number {
  return cpmCents > 0 ? (dailyBudgetCents / cpmCents) * 1000 : 0;
}

/** The minimum detectable effect of a test before it starts, 5 % two-sided, 80 % power, alpha split among a winner's rivals. */
export function planTest({ variants, baselineCtr, dailyImpressions, horizonDays, minimumEffect }: TestPlan): PlanOutlook {
  const rivals = Math.max(1, variants - 1);
  const perDay = dailyImpressions / variants;
  const perVariant = Math.floor(perDay * horizonDays);
  const detectable = mdeTwoProp(baselineCtr, perVariant, ALPHA / rivals, POWER)?.rel ?? null;
  const target = baselineCtr * (1 + minimumEffect);
  const isPossible = baselineCtr > 0 && target < 1;
  const required = isPossible ? Math.ceil(sampleSizeTwoProp(baselineCtr, target, ALPHA, POWER, rivals)) : null;
  return {
    impressions_per_variant: perVariant,
    detectable_effect: detectable,
    required_impressions_per_variant: required,
    days_needed: required !== null && perDay > 0 ? Math.ceil(required / perDay) : null,
    warnings: detectable === null || detectable > WARN_ABOVE ? ['detectable_effect_above_50_percent'] : [],
  };
}
