import { mdeTwoProp, sampleSizeTwoProp } from '../power/two-proportions.ts';
import { recentDailyMean } from './embargo.ts';
import { ALPHA, POWER } from './input.ts';
import type { Prepared } from './prepare.ts';

/** How far the test is from being able to see the smallest effect worth finding. Never uses the observed effect. */
export interface Outlook {
  readonly minimum_effect: number;
  readonly required_impressions: number | null;
  /** 0 to 1, of the variant with the fewest impressions. */
  readonly progress: number | null;
  readonly days_left: number | null;
  /** Relative click-rate difference that 80 % of tests of the present size would find. */
  readonly detectable_effect: number | null;
}

/** Sample size by the pooled click rate, alpha split among the candidate's rivals. */
export function outlook(prepared: Prepared): Outlook {
  const { arms, input } = prepared;
  const { minimumEffect } = input.test;
  let [clicks, impressions, fewest] = [0, 0, Infinity];
  let slowest = Infinity;
  for (const arm of arms) {
    clicks += arm.sums.clicks;
    impressions += arm.sums.impressions;
    fewest = Math.min(fewest, arm.sums.impressions);
    slowest = Math.min(slowest, recentDailyMean(arm.impressions));
  }
  const rate = clicks / impressions;
  const target = rate * (1 + minimumEffect);
  if (!(rate > 0 && target < 1) || fewest === 0) {
    return {
      minimum_effect: minimumEffect,
      required_impressions: null,
      progress: null,
      days_left: null,
      detectable_effect: null,
    };
  }
  const required = Math.ceil(sampleSizeTwoProp(rate, target, ALPHA, POWER, Math.max(1, arms.length - 1)));
  const missing = Math.max(0, required - fewest);
  const daysLeft = missing === 0 ? 0 : Math.ceil(missing / slowest);
  return {
    minimum_effect: minimumEffect,
    required_impressions: required,
    progress: Math.min(1, fewest / required),
    days_left: Number.isFinite(daysLeft) ? daysLeft : null,
    detectable_effect: mdeTwoProp(rate, fewest, ALPHA, POWER)?.rel ?? null,
  };
}
