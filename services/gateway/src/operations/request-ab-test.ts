import type { Events } from '@mao/contracts';
import type { EventOf, Outbox } from '@mao/messaging';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { TestVariant } from '../entities/ab-test.ts';

/** Everything a test needs, from its own endpoint or from the run it belongs to. */
export interface NewAbTest {
  readonly abTestId: string;
  readonly requestId: string;
  readonly campaignId: string;
  readonly socialAccountId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly testName: string;
  readonly variants: readonly TestVariant[];
  readonly metrics: readonly string[];
  readonly minImpressions: number;
  readonly minDurationHours: number;
  readonly startTime: Date;
  readonly primaryMetric: string;
  readonly clickField: string;
  readonly minimumEffect: number;
  readonly horizonDays: number;
  readonly autoPublishTo: string | null;
}

/** Read model row and request event in the caller's transaction. */
export async function requestAbTest(em: EntityManager, outbox: Outbox<Events>, test: NewAbTest): Promise<void> {
  await em.execute(INSERT, [
    test.abTestId,
    test.requestId,
    test.campaignId,
    test.socialAccountId,
    test.testName,
    JSON.stringify(test.variants),
    test.metrics.join(','),
    test.minImpressions,
    test.minDurationHours,
    test.startTime,
    test.primaryMetric,
    test.clickField,
    test.minimumEffect,
    test.horizonDays,
    test.autoPublishTo,
    test.requestedAt,
  ]);
  await outbox.append(em, requested(test));
}

const INSERT = `
  insert into ab_tests (id, operation_id, campaign_id, social_account_id, test_name, status, variants, metrics, min_impressions, min_duration_hours,
    start_time, primary_metric, click_field, minimum_effect, horizon_days, auto_publish_to, created_at)
  values (?, ?, ?, ?, ?, 'active', ?, string_to_array(?, ','), ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do nothing`;

function requested(test: NewAbTest): EventOf<Pick<Events, 'AbTestRequested'>> {
  const variants = test.variants.map(({ clip_id: clipId, ad_id: adId }) => ({ clipId, adId }));
  return { type: 'AbTestRequested', key: test.abTestId, data: { ...test, variants } };
}
