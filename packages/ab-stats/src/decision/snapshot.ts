import { t975 } from '../numerics/index.ts';
import { type Interval, wilson95 } from '../proportions/intervals.ts';
import type { Arm } from './prepare.ts';
import { ratioOrNull } from './ratio-or-null.ts';

// Below this many optimisation events a week Meta is still learning whom to show an ad set to.
const LEARNING_EVENTS = 50;
const LEARNING_DAYS = 7;

/** One variant as the answer shows it: raw counts first, rates beside them. */
export interface VariantSnapshot {
  readonly variant_id: string;
  readonly clip_id: string;
  readonly ad_id: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly spend_cents: number;
  readonly conversions: number | null;
  readonly revenue_cents: number | null;
  readonly engagement: number | null;
  /** Percent. */
  readonly ctr: number | null;
  /** Currency units a click; null without clicks. */
  readonly cpc: number | null;
  readonly roas: number | null;
  /** 95 %, percent; Wilson. */
  readonly ctr_interval: Interval | null;
  /** 95 %, days as units, currency units; null with fewer than two days or nothing to divide by. */
  readonly cpc_interval: Interval | null;
  readonly roas_interval: Interval | null;
  /** Impressions for each person reached over the whole test. */
  readonly frequency: number | null;
  readonly daily_frequency: number | null;
  /** Whether the variant's ad set had fewer than 50 conversions in the last seven settled days; null when unknown. */
  readonly learning_phase: boolean | null;
}

const scale = (interval: Interval | null, factor: number): Interval | null =>
  interval && ([interval[0] * factor, interval[1] * factor] as const);

/** 95 % interval of a ratio of sums over days on the log scale (4.5); null when days are too few or the ratio is 0 or unknown. */
function dailyInterval(num: readonly number[], den: readonly number[]): Interval | null {
  const days = num.length;
  let [top, bottom] = [0, 0];
  for (let day = 0; day < days; day++) {
    top += num[day] ?? 0;
    bottom += den[day] ?? 0;
  }
  if (days < 2 || !(top > 0 && bottom > 0)) return null;
  const ratio = top / bottom;
  let [squares, sum] = [0, 0];
  for (let day = 0; day < days; day++) {
    const residual = (num[day] ?? 0) - ratio * (den[day] ?? 0);
    squares += residual * residual;
    sum += residual;
  }
  const variance = Math.max(0, squares - (sum * sum) / days) / (days - 1);
  const width = Math.exp((t975(days - 1) * Math.sqrt(variance * days)) / bottom / ratio);
  return Number.isFinite(width) ? [ratio / width, ratio * width] : null;
}

function recentConversions(arm: Arm): number {
  let sum = 0;
  for (let day = Math.max(0, arm.purchases.length - LEARNING_DAYS); day < arm.purchases.length; day++)
    sum += arm.purchases[day] ?? 0;
  return sum;
}

/** Ads of one ad set learn together. */
function isLearning(arm: Arm, arms: readonly Arm[]): boolean | null {
  const { adSetId } = arm.variant;
  const together = adSetId === undefined ? [arm] : arms.filter(({ variant }) => variant.adSetId === adSetId);
  if (together.some(({ sums }) => sums.conversions === null)) return null;
  return together.reduce((sum, each) => sum + recentConversions(each), 0) < LEARNING_EVENTS;
}

export function snapshotOf(arm: Arm, arms: readonly Arm[], currencyOffset: number): VariantSnapshot {
  const { variant, sums } = arm;
  const ctr = ratioOrNull(sums.clicks, sums.impressions);
  const cpc = ratioOrNull(sums.spendCents, sums.clicks);
  const hasRevenue = sums.revenueCents !== null;
  return {
    variant_id: variant.id,
    clip_id: variant.clipId,
    ad_id: variant.adId,
    impressions: sums.impressions,
    clicks: sums.clicks,
    spend_cents: sums.spendCents,
    conversions: sums.conversions,
    revenue_cents: sums.revenueCents,
    engagement: sums.engagement,
    ctr: ctr === null ? null : (100 * sums.clicks) / sums.impressions,
    cpc: cpc === null ? null : sums.spendCents / (sums.clicks * currencyOffset),
    roas: hasRevenue ? ratioOrNull(sums.revenueCents ?? 0, sums.revenueSpendCents) : null,
    ctr_interval: ctr === null ? null : scale(wilson95([sums.clicks, sums.impressions]), 100),
    cpc_interval: scale(dailyInterval(arm.spend, arm.clicks), 1 / currencyOffset),
    roas_interval: hasRevenue ? dailyInterval(arm.revenue, arm.revenueSpend) : null,
    frequency: variant.reach ? sums.impressions / variant.reach : null,
    daily_frequency: sums.dailyReach ? sums.impressions / sums.dailyReach : null,
    learning_phase: isLearning(arm, arms),
  };
}
