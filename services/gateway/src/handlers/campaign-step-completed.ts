import type { CampaignStepCompleted } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { query } from '@mao/service-kit';
import { toStepFailure } from './step-failure.ts';

/** Keeps the steps of the operation and shows whether the run moves or waits. The end of the run comes with other events. */
export const onCampaignStepCompleted: Handler<CampaignStepCompleted> = async ({ data }, em) => {
  await query(em, FOLD, [
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
    data.state === 'waiting' ? 'waiting' : 'running',
  ]);
};

/** One statement: it runs for every step of every campaign. Most steps change nothing about the state that is shown. */
const FOLD = `
  with step as (
    insert into campaign_steps (campaign_id, step, position, state, attempts, level, meta_id, started_at, ended_at, waiting_for, next_retry_at, error)
    values ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (campaign_id, step) do update set position = excluded.position, state = excluded.state, attempts = excluded.attempts,
      level = excluded.level, meta_id = coalesce(excluded.meta_id, campaign_steps.meta_id), started_at = coalesce(campaign_steps.started_at, excluded.started_at),
      ended_at = excluded.ended_at, waiting_for = excluded.waiting_for, next_retry_at = excluded.next_retry_at, error = excluded.error
  ), campaign as (
    update campaigns set state = $13::text where id = $1::uuid and state in ('accepted','running','waiting') and state <> $13::text
  )
  update operations set state = $13::text
  where aggregate_id = $1::uuid and kind like 'campaign%' and state in ('accepted','running','waiting') and state <> $13::text`;
