import type { AbTest } from '../entities/ab-test.ts';
import type { Publication } from '../entities/publication.ts';

/** A test as callers see it. */
export function abTestView(test: AbTest) {
  const { metrics_snapshot: snapshot, statistical_results: statistics, composite_scores: scores, verdict } = test.result ?? {};
  return {
    id: test.id,
    campaign_id: test.campaignId,
    test_name: test.testName,
    status: test.status,
    variants: test.variants,
    metrics: test.metrics,
    start_time: test.startTime.toISOString(),
    min_impressions: test.minImpressions,
    min_duration_hours: test.minDurationHours,
    primary_metric: test.primaryMetric,
    click_field: test.clickField,
    minimum_effect: test.minimumEffect,
    horizon_days: test.horizonDays,
    auto_publish_to: test.autoPublishTo ?? null,
    design: test.design ?? null,
    detectable_effect: test.detectableEffect ?? null,
    winner_clip_id: test.winnerClipId ?? null,
    winner_ad_id: test.winnerAdId ?? null,
    winner_decided_at: test.winnerDecidedAt?.toISOString() ?? null,
    reason: test.reason ?? null,
    metrics_snapshot: snapshot ?? null,
    statistical_results: statistics ?? null,
    composite_scores: scores ?? null,
    verdict: verdict ?? null,
    published_to_social: test.publishedToSocial,
    publish_log_id: test.publishLogId ?? null,
    created_at: test.createdAt.toISOString(),
  };
}

/** The answer of an evaluation. */
export function evaluationView(test: AbTest, success: boolean) {
  const { metrics_snapshot, statistical_results, composite_scores, verdict } = abTestView(test);
  return {
    success,
    status: test.status,
    ...(test.reason ? { reason: test.reason } : {}),
    winner_clip_id: test.winnerClipId ?? null,
    winner_ad_id: test.winnerAdId ?? null,
    metrics_snapshot,
    statistical_results,
    composite_scores,
    verdict,
  };
}

export function publicationView(publication: Publication) {
  return {
    publish_log_id: publication.id,
    ab_test_id: publication.abTestId,
    social_account_id: publication.socialAccountId,
    clip_id: publication.clipId,
    status: publication.status,
    source: publication.source,
    winner_metrics: publication.winnerMetrics ?? null,
    external_id: publication.externalId ?? null,
    external_url: publication.externalUrl ?? null,
    reason: publication.reason ?? null,
    next_retry_at: publication.nextRetryAt?.toISOString() ?? null,
    queued_at: publication.queuedAt.toISOString(),
    updated_at: publication.updatedAt.toISOString(),
  };
}

/** The answer of publish-winner. */
export function publishAnswer(log: {
  publishLogId: string;
  clipId: string;
  socialAccountId: string;
  status: string;
  alreadyPublished: boolean;
}) {
  return {
    success: true,
    publish_log_id: log.publishLogId,
    clip_id: log.clipId,
    social_account_id: log.socialAccountId,
    status: log.status,
    message: log.alreadyPublished ? 'Winner was already queued for publishing' : 'Winner queued for publishing',
    ...(log.alreadyPublished ? { already_published: true } : {}),
  };
}
