/** Everything an evaluation looks at. Plain data: two equal inputs always give byte-identical results. */
export interface AbTestInput {
  /** ISO 8601 instant of the evaluation. */
  readonly now: string;
  /** IANA time zone of the ad account; its midnight ends a day. */
  readonly timezone: string;
  /** Minor units in one unit of the account's currency: 100, or 1 for currencies without cents. Default 100. */
  readonly currencyOffset?: number;
  readonly test: AbTestSettings;
  readonly variants: readonly VariantInput[];
  readonly rows: readonly DailyRow[];
  /** Impressions and clicks by audience segment, when a breakdown was read. */
  readonly segments?: readonly SegmentRow[];
  readonly force?: { readonly by: string; readonly reason: string };
}

export type Metric = 'ctr' | 'cpc' | 'roas' | 'engagement';
export type RatioMetric = Exclude<Metric, 'engagement'>;
export type ClickField = 'inline_link_clicks' | 'clicks';
export type Design = 'observational' | 'split_test';

export interface AbTestSettings {
  readonly startTime: string;
  readonly metrics: readonly Metric[];
  readonly primaryMetric: RatioMetric;
  readonly clickField: ClickField;
  readonly design: Design;
  readonly minImpressions: number;
  readonly minDurationHours: number;
  /** Clicks each variant needs before a verdict. Default 25. */
  readonly minClicks?: number;
  /** Smallest relative change worth finding; sets the scale of the sequential test. 0.2 = 20 %. */
  readonly minimumEffect: number;
  readonly horizonDays: number;
  /** Days after which a day's conversions and revenue no longer grow. */
  readonly attributionWindowDays: number;
  /** Lets a verdict before seven full days publish by itself. Default false. */
  readonly mayPublishEarly?: boolean;
}

export interface VariantInput {
  readonly id: string;
  readonly clipId: string;
  readonly adId: string;
  readonly adSetId?: string;
  /** People reached over the whole test, deduplicated; only a split test compares it with the plan. */
  readonly reach?: number | null;
  /** Planned share of the split in percent; equal shares where left out. */
  readonly plannedPercent?: number;
}

/** One variant's day in the account's time zone. Money in integer cents. null: unknown, which is not 0. */
export interface DailyRow {
  readonly variantId: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly inlineLinkClicks: number;
  readonly spendCents: number;
  readonly conversions: number | null;
  readonly revenueCents: number | null;
  readonly reach: number | null;
  readonly engagement?: number | null;
}

export interface SegmentRow {
  readonly variantId: string;
  readonly segment: string;
  readonly impressions: number;
  readonly clicks: number;
}

export const ALPHA = 0.05;
export const POWER = 0.8;
/** Fewer clicks leave the normal approximation of every test in doubt. */
export const DEFAULT_MIN_CLICKS = 25;
