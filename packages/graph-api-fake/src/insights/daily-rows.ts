import { createRandom, hashText } from '../random.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { addDays, dateIn, daysOf } from '../time/zoned-days.ts';
import type { World } from '../world.ts';
import { coveredShare, deliveryIntervals } from './delivery.ts';
import type { AdTruth, TruthSegment, TruthSpec } from './truth-book.ts';

/** One day of one ad; money in minor units. Exactly the rows of `GET /__fake/truth`. */
export interface DailyRow {
  readonly ad_id: string;
  readonly date: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly inline_link_clicks: number;
  readonly spend_cents: number;
  readonly conversions: number;
  readonly revenue_cents: number;
  readonly reach: number;
}

// Unique people among a day's impressions; what the sample rows of Meta's pages show.
const REACH_PER_IMPRESSION = 0.82;

/** The ad's days with impressions inside [from, to], oldest first, in the account's time zone. */
export function dailyRows(world: World, ad: StoredObject, from: string, to: string): DailyRow[] {
  const truth = world.truths.get(ad.id);
  if (truth === undefined) return [];
  const days = truthDays(world, ad, truth);
  return days.filter((day) => day.date >= from && day.date <= to && day.impressions > 0);
}

function truthDays(world: World, ad: StoredObject, truth: AdTruth): DailyRow[] {
  const timeZone = world.accounts.of(ad.account).timezoneName;
  const today = dateIn(world.clock.nowMs(), timeZone);
  const intervals = deliveryIntervals(world, ad, truth);
  return truth.segments.flatMap((segment, index) => {
    const next = truth.segments[index + 1]?.fromDate;
    const last = next === undefined || next > today ? today : addDays(next, -1);
    const shares = daysOf(segment.fromDate, last, timeZone).map((day) => ({
      date: day.date,
      share: coveredShare(intervals, day),
    }));
    return segmentRows(ad.id, segment, shares, world.settings.seed);
  });
}

interface DayShare {
  readonly date: string;
  /** How much of the day the ad delivered. */
  readonly share: number;
}

/** Totals since the segment began; a day is the difference of two rounded totals. */
interface Totals {
  readonly impressions: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly spend: number;
  readonly revenue: number;
}

const NOTHING_YET: Totals = { impressions: 0, clicks: 0, conversions: 0, spend: 0, revenue: 0 };

/**
 * Rounds running totals, never single days: after any number of days the sum is the rate times what came before it.
 * Pure. Noise scales each day's increments by seeded factors.
 */
export function segmentRows(adId: string, segment: TruthSegment, shares: readonly DayShare[], seed: number): DailyRow[] {
  const { spec } = segment;
  const expected = { impressions: 0, clicks: 0, conversions: 0 };
  let before = NOTHING_YET;
  return shares.map(({ date, share }) => {
    const factors = dayFactors(spec, `${seed}/${adId}/${date}`);
    expected.impressions += spec.impressions_per_day * share * factors.impressions;
    const impressions = roundTotal(expected.impressions);
    expected.clicks += (impressions - before.impressions) * spec.ctr * factors.clicks;
    const clicks = Math.min(roundTotal(expected.clicks), impressions);
    expected.conversions += (clicks - before.clicks) * spec.conversion_rate * factors.conversions;
    const conversions = Math.min(roundTotal(expected.conversions), clicks);
    const spend = roundTotal(clicks * spec.cost_per_click_cents);
    const totals = { impressions, clicks, conversions, spend, revenue: roundTotal(conversions * spec.order_value_cents) };
    const row = dayBetween(adId, date, before, totals);
    before = totals;
    return row;
  });
}

function dayBetween(adId: string, date: string, before: Totals, after: Totals): DailyRow {
  const impressions = after.impressions - before.impressions;
  const clicks = after.clicks - before.clicks;
  return {
    ad_id: adId,
    date,
    impressions,
    clicks,
    inline_link_clicks: clicks,
    spend_cents: after.spend - before.spend,
    conversions: after.conversions - before.conversions,
    revenue_cents: after.revenue - before.revenue,
    reach: Math.ceil(impressions * REACH_PER_IMPRESSION),
  };
}

// Sums of rates such as 0.05 fall a hair short of the half they should reach.
const FLOAT_SLACK = 1e-6;

function roundTotal(total: number): number {
  return Math.floor(total + 0.5 + FLOAT_SLACK);
}

function dayFactors(spec: TruthSpec, key: string): { impressions: number; clicks: number; conversions: number } {
  const noise = spec.noise ?? 0;
  if (noise === 0) return { impressions: 1, clicks: 1, conversions: 1 };
  const random = createRandom(hashText(key));
  // Uniform with the asked relative standard deviation.
  const factor = (): number => Math.max(0, 1 + noise * Math.sqrt(3) * (2 * random() - 1));
  return { impressions: factor(), clicks: factor(), conversions: factor() };
}
