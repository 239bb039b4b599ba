import type { CampaignStepCompleted } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { toStepFailure } from './step-failure.ts';

/** Keeps the steps of the operation and shows whether the run moves or waits. The end of the run comes with other events. */
export const onCampaignStepCompleted: Handler<CampaignStepCompleted> = async ({ data }, em) => {
  await em.execute(UPSERT_STEP, [
    data.campaignId,
    data.step,
    data.position,
    data.state,
    data.attempts,
    data.level,
    data.metaId,
    data.startedAt,
    data.endedAt,
    data.waitingFor,
    data.nextRetryAt,
    data.error === null ? null : JSON.stringify(toStepFailure(data.error)),
  ]);
  const state = data.state === 'waiting' ? 'waiting' : 'running';
  await em.execute(`update campaigns set state = ? where id = ? and state in ('accepted','running','waiting') and state <> ?`, [
    state,
    data.campaignId,
    state,
  ]);
  await em.execute(
    `update operations set state = ? where aggregate_id = ? and kind like 'campaign%' and state in ('accepted','running','waiting') and state <> ?`,
    [state, data.campaignId, state],
  );
};

const UPSERT_STEP = `
  insert into campaign_steps (campaign_id, step, position, state, attempts, level, meta_id, started_at, ended_at, waiting_for, next_retry_at, error)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (campaign_id, step) do update set position = excluded.position, state = excluded.state, attempts = excluded.attempts,
    level = excluded.level, meta_id = coalesce(excluded.meta_id, campaign_steps.meta_id), started_at = coalesce(campaign_steps.started_at, excluded.started_at),
    ended_at = excluded.ended_at, waiting_for = excluded.waiting_for, next_retry_at = excluded.next_retry_at, error = excluded.error`;
