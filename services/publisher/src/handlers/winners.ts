import type { AbTestArchived, WinnerPublishRequested, WinnerSelected } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { type RequestDeps, requestPublication } from './request-publication.ts';

/** Keeps the winner; a clear one is published at once where the test says so. */
export const onWinnerSelected =
  (deps: RequestDeps): Handler<WinnerSelected> =>
  async ({ data, time }, em) => {
    const { abTestId, autoPublishTo } = data;
    await em.execute(UPSERT, [
      abTestId,
      data.clipId,
      data.adId,
      data.winnerMetricsJson,
      data.isForced,
      data.mayAutoPublish,
      autoPublishTo,
      data.decidedAt,
    ]);
    if (!data.mayAutoPublish || autoPublishTo === null) return;
    await requestPublication(em, deps, { abTestId, socialAccountId: autoPublishTo, requestId: null, askedAt: time });
  };

const UPSERT = `
  insert into winners (ab_test_id, clip_id, ad_id, winner_metrics, is_forced, may_auto_publish, auto_publish_to, decided_at)
  values (?, ?, ?, ?::json, ?, ?, ?, ?)
  on conflict (ab_test_id) do update set clip_id = excluded.clip_id, ad_id = excluded.ad_id, winner_metrics = excluded.winner_metrics,
    is_forced = excluded.is_forced, may_auto_publish = excluded.may_auto_publish, auto_publish_to = excluded.auto_publish_to,
    decided_at = excluded.decided_at
  where winners.decided_at is null or winners.decided_at <= excluded.decided_at`;

/** Nothing new is published for the test; what is under way goes on. */
export const onAbTestArchived: Handler<AbTestArchived> = async ({ data }, em) => {
  await em.execute(
    `insert into winners (ab_test_id, archived_at) values (?, ?)
     on conflict (ab_test_id) do update set archived_at = coalesce(winners.archived_at, excluded.archived_at)`,
    [data.abTestId, data.archivedAt],
  );
};

export const onWinnerPublishRequested =
  (deps: RequestDeps): Handler<WinnerPublishRequested> =>
  ({ data, time }, em) =>
    requestPublication(em, deps, {
      abTestId: data.abTestId,
      socialAccountId: data.socialAccountId,
      requestId: data.requestId,
      askedAt: time,
    });
