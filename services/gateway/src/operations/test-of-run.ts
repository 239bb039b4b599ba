import type { AbTestOfRun, CampaignCreated, Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import { derivedId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { requestAbTest } from './request-ab-test.ts';

const DEFAULTS = {
  metrics: ['ctr', 'cpc', 'roas'],
  minImpressions: 1_000,
  minDurationHours: 48,
  primaryMetric: 'ctr',
  clickField: 'inline_link_clicks',
  minimumEffect: 0.2,
  horizonDays: 28,
} as const;

/** A run that asked for an A/B test gets it over all its ads, as soon as they exist. */
export async function requestTestOfRun(em: EntityManager, outbox: Outbox<Events>, campaign: CampaignCreated): Promise<void> {
  const [row] = await em.execute<{ ab_test: AbTestOfRun | null; subject: string }[]>(
    `select c.ab_test, o.subject from campaigns c join operations o on o.id = c.operation_id where c.id = ? and c.ab_test is not null and c.ab_test_id is null`,
    [campaign.campaignId],
  );
  if (!row?.ab_test) return;
  const wanted = row.ab_test;
  const abTestId = derivedId(campaign.campaignId, 'ab_test');
  await requestAbTest(em, outbox, {
    ...DEFAULTS,
    abTestId,
    // Not the run's own request: the answer to this one must not end the run's operation.
    requestId: derivedId(campaign.campaignId, 'ab_test_request'),
    campaignId: campaign.campaignId,
    socialAccountId: campaign.socialAccountId,
    requestedBy: row.subject,
    requestedAt: campaign.completedAt,
    testName: wanted.test_name,
    variants: campaign.ads.map(({ clipId, adId }) => ({ clip_id: clipId, ad_id: adId })),
    metrics: wanted.metrics ?? DEFAULTS.metrics,
    minImpressions: wanted.min_impressions ?? DEFAULTS.minImpressions,
    minDurationHours: wanted.min_duration_hours ?? DEFAULTS.minDurationHours,
    startTime: campaign.completedAt,
    autoPublishTo: wanted.auto_publish_to ?? null,
  });
  await em.execute(`update campaigns set ab_test_id = ? where id = ?`, [abTestId, campaign.campaignId]);
}
