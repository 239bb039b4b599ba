/** One ad's day as Meta reports it. `adId` is Meta's id. */
export interface ReportedDay {
  readonly adId: string;
  /** Day of the ad account's time zone, `YYYY-MM-DD`. */
  readonly date: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly inlineLinkClicks: number;
  readonly spendCents: number;
  readonly conversions: number;
  readonly revenueCents: number;
  readonly reach: number;
  readonly attributionSetting: string;
}

/** An ad of ours as a sync looks for it. */
export interface AdKey {
  readonly adId: string;
  readonly adMetaId: string;
  readonly campaignId: string;
}

/** One day of a tracked ad. `adId` is ours. */
export interface InsightDay extends ReportedDay, AdKey {}

export type DayKey = Pick<InsightDay, 'adId' | 'date' | 'attributionSetting'>;

const keyOf = (day: DayKey): string => `${day.adId} ${day.date} ${day.attributionSetting}`;

/**
 * The rows of our own ads. An account has others too; they are not ours to report. A row that two pages carry counts once:
 * a list may shift while it is read.
 */
export function daysOfTrackedAds(rows: readonly ReportedDay[], ads: readonly AdKey[]): readonly InsightDay[] {
  const tracked = new Map(ads.map((ad) => [ad.adMetaId, ad]));
  const days = new Map<string, InsightDay>();
  for (const { adId: adMetaId, ...values } of rows) {
    const ad = tracked.get(adMetaId);
    if (ad === undefined) continue;
    const day = { ...values, ...ad };
    days.set(keyOf(day), day);
  }
  return [...days.values()];
}

/** The days with one of the keys. */
export function pickDays(days: readonly InsightDay[], keys: readonly DayKey[]): readonly InsightDay[] {
  const wanted = new Set(keys.map(keyOf));
  return days.filter((day) => wanted.has(keyOf(day)));
}
