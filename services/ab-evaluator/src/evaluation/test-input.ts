import type { AbTestInput } from '@mao/ab-stats';
import { currencyOffset } from '@mao/graph-api';
import type { EntityManager } from '@mikro-orm/postgresql';
import { attributionWindowDays } from '../domain/attribution-window.ts';
import { judgedAt } from '../domain/judged-at.ts';
import type { Campaign } from '../entities/campaign.ts';
import { CampaignAd } from '../entities/campaign-ad.ts';
import type { MetaAbTest } from '../entities/meta-ab-test.ts';
import { readDays } from './read-days.ts';

const CENTS = 100;

interface Subject {
  readonly test: MetaAbTest;
  readonly campaign: Campaign;
  readonly force: { readonly by: string; readonly reason: string } | null;
}

/** Everything a judgement of the test looks at, from our own rows. */
export async function testInput(
  em: EntityManager,
  { test, campaign, force }: Subject,
  at: { readonly now: Date; readonly settleHours: number },
): Promise<AbTestInput> {
  const now = judgedAt(at.now, test.startTime);
  const adIds = test.variants.map(({ adId }) => adId);
  const { timezone } = campaign;
  const days = await readDays(em, { adIds, timezone, from: test.startTime, now, settleHours: at.settleHours });
  const ads = await em.find(CampaignAd, { adId: { $in: adIds } });
  const adsetOf = new Map(ads.map((ad) => [ad.adId, ad.adsetId]));
  return {
    now: now.toISOString(),
    timezone,
    currencyOffset: currencyOffset(campaign.currency) ?? CENTS,
    test: {
      startTime: test.startTime.toISOString(),
      metrics: test.metrics,
      primaryMetric: test.primaryMetric,
      clickField: test.clickField,
      design: test.design,
      minImpressions: test.minImpressions,
      minDurationHours: test.minDurationHours,
      minimumEffect: test.minimumEffect,
      horizonDays: test.horizonDays,
      attributionWindowDays: attributionWindowDays(days.map(({ attributionSetting }) => attributionSetting)),
    },
    variants: test.variants.map(({ adId, clipId }) => {
      const adSetId = adsetOf.get(adId);
      return { id: adId, adId, clipId, ...(adSetId === undefined ? {} : { adSetId }) };
    }),
    rows: days.map(({ attributionSetting: _attributionSetting, ...row }) => row),
    ...(force === null ? {} : { force }),
  };
}
