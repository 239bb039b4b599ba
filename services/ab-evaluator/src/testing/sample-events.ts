import type { AbTestRequested, CampaignCreated, CampaignFailed, InsightsRow } from '@mao/contracts';
import { newId } from '@mao/service-kit';

/** An ad of the rig's campaign. */
export interface RigAd {
  readonly clipId: string;
  readonly adId: string;
}

/** Two ads under one budget. */
export interface RigCampaign {
  readonly campaignId: string;
  readonly socialAccountId: string;
  readonly timezone: string;
  readonly ads: readonly [RigAd, RigAd];
}

export const newCampaign = (timezone = 'UTC'): RigCampaign => ({
  campaignId: newId(),
  socialAccountId: newId(),
  timezone,
  ads: [
    { clipId: newId(), adId: newId() },
    { clipId: newId(), adId: newId() },
  ],
});

export function campaignCreated({ campaignId, socialAccountId, timezone, ads }: RigCampaign): CampaignCreated {
  return {
    campaignId,
    socialAccountId,
    timezone,
    requestId: newId(),
    adAccountId: '123',
    currency: 'USD',
    campaignName: 'Sale',
    objective: 'OUTCOME_TRAFFIC',
    optimizationGoal: 'LINK_CLICKS',
    status: 'ACTIVE',
    campaignMetaId: '1',
    adsetId: newId(),
    adsetMetaId: '2',
    dailyBudgetCents: 5_000,
    lifetimeBudgetCents: null,
    ads: ads.map((ad) => ({ ...ad, adMetaId: ad.adId, creativeId: newId(), creativeMetaId: '3' })),
    startedAt: new Date(),
    completedAt: new Date(),
  };
}

export function campaignFailed({ campaignId, socialAccountId }: RigCampaign, status: string): CampaignFailed {
  return {
    campaignId,
    socialAccountId,
    status,
    requestId: newId(),
    reason: 'cancelled on request',
    errors: [],
    removed: [],
    left: [],
    compensationComplete: true,
    startedAt: new Date(),
    completedAt: new Date(),
  };
}

export function abTestRequested(
  campaign: RigCampaign,
  startTime: Date,
  differences: Partial<AbTestRequested> = {},
): AbTestRequested {
  return {
    abTestId: newId(),
    requestId: newId(),
    campaignId: campaign.campaignId,
    socialAccountId: campaign.socialAccountId,
    requestedBy: 'mira',
    requestedAt: startTime,
    testName: 'Two hooks',
    variants: campaign.ads,
    metrics: ['ctr', 'cpc', 'roas'],
    minImpressions: 1_000,
    minDurationHours: 48,
    startTime,
    primaryMetric: 'ctr',
    clickField: 'inline_link_clicks',
    minimumEffect: 0.2,
    horizonDays: 28,
    autoPublishTo: null,
    ...differences,
  };
}

/** One ad's day; what is left out is 0. */
export interface Day {
  readonly date: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly spendCents?: number;
  readonly revenueCents?: number;
}

export const insightsRow = (ad: RigAd, { date, impressions, clicks, spendCents = 0, revenueCents = 0 }: Day): InsightsRow => ({
  adId: ad.adId,
  adMetaId: ad.adId,
  date,
  impressions,
  clicks,
  inlineLinkClicks: clicks,
  spendCents,
  conversions: revenueCents > 0 ? 1 : 0,
  revenueCents,
  reach: impressions,
  attributionSetting: '7d_click',
});

/** Totals over equal days; a remainder falls on the first of them. */
export function equalDays(dates: readonly string[], totals: Omit<Day, 'date'>): Day[] {
  const share = (total: number, index: number) => Math.floor(total / dates.length) + (index === 0 ? total % dates.length : 0);
  return dates.map((date, index) => ({
    date,
    impressions: share(totals.impressions, index),
    clicks: share(totals.clicks, index),
    spendCents: share(totals.spendCents ?? 0, index),
    revenueCents: share(totals.revenueCents ?? 0, index),
  }));
}
