import type { PublishFailed, PublishProgressed, PublishQueued, PublishSucceeded } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { Notifier } from '@mao/service-kit';
import { publishAnswer } from '../http/ab-test-view.ts';
import { endOperation } from '../operations/end-operation.ts';

/** Recorded, or recorded before: either way the request has its answer. */
export const onPublishQueued =
  (notifier: Notifier): Handler<PublishQueued> =>
  async ({ data }, em) => {
    await em.execute(
      `insert into publications (id, ab_test_id, social_account_id, clip_id, status, source, winner_metrics, queued_at, updated_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
      [
        data.publishLogId,
        data.abTestId,
        data.socialAccountId,
        data.clipId,
        data.status,
        data.source,
        data.winnerMetricsJson,
        data.queuedAt,
        data.queuedAt,
      ],
    );
    await em.execute(`update ab_tests set publish_log_id = coalesce(publish_log_id, ?) where id = ?`, [
      data.publishLogId,
      data.abTestId,
    ]);
    if (data.requestId !== null) await endOperation(em, notifier, data.requestId, 200, publishAnswer(data));
  };

export const onPublishProgressed: Handler<PublishProgressed> = async ({ data }, em) => {
  await em.execute(`update publications set status = ?, reason = ?, next_retry_at = ?, updated_at = ? where id = ?`, [
    data.status,
    data.reason,
    data.nextRetryAt,
    data.at,
    data.publishLogId,
  ]);
};

export const onPublishSucceeded: Handler<PublishSucceeded> = async ({ data }, em) => {
  await em.execute(
    `update publications set status = 'success', external_id = ?, external_url = ?, reason = null, next_retry_at = null, updated_at = ? where id = ?`,
    [data.externalId, data.externalUrl, data.publishedAt, data.publishLogId],
  );
  await em.execute(`update ab_tests set published_to_social = true, publish_log_id = ? where id = ?`, [
    data.publishLogId,
    data.abTestId,
  ]);
};

export const onPublishFailed: Handler<PublishFailed> = async ({ data }, em) => {
  await em.execute(`update publications set status = 'failed', reason = ?, next_retry_at = null, updated_at = ? where id = ?`, [
    data.reason,
    data.failedAt,
    data.publishLogId,
  ]);
};
