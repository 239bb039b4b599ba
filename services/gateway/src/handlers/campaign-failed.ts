import type { CampaignFailed, Compensation } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { AppError, type Notifier } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { operationChanged } from '../operations/accept.ts';
import { settleRun } from '../operations/settle-run.ts';
import { toStepFailure } from './step-failure.ts';

type EndState = 'failed' | 'cancelled' | 'needs_attention';

/** The tree could not be built or was cancelled: ends the run, and every cancel or resume that waits for this end. */
export const onCampaignFailed =
  (notifier: Notifier): Handler<CampaignFailed> =>
  async ({ data }, em) => {
    const state = endState(data.status);
    const errors = data.errors.map(toStepFailure);
    const compensation: Compensation = {
      removed: data.removed.map(({ level, metaId }) => ({ level, meta_id: metaId })),
      left: data.left.map(({ level, metaId, reason }) => ({ level, meta_id: metaId, reason })),
      complete: data.compensationComplete,
    };
    await em.execute(
      `update campaigns set state = ?, status = null, error = ?, errors = ?, compensation = ?, completed_at = ? where id = ?`,
      [state, data.reason, JSON.stringify(errors), JSON.stringify(compensation), data.completedAt, data.campaignId],
    );
    await settleRun(em, notifier, data.requestId, {
      campaign: {
        kind: 'not_built',
        state,
        reason: data.reason,
        errors,
        compensation,
        startedAt: data.startedAt.toISOString(),
        completedAt: data.completedAt.toISOString(),
      },
    });
    await endWaiting(em, notifier, data.campaignId, state, compensation);
  };

/** Cancel and resume requests of the campaign that are still open end with it. */
async function endWaiting(
  em: EntityManager,
  notifier: Notifier,
  campaignId: string,
  state: EndState,
  compensation: Compensation,
): Promise<void> {
  const ended = await em.execute<{ id: string }[]>(
    `update operations set state = case when kind = 'campaign_cancel' and ? = 'cancelled' then 'succeeded' else ? end,
       answer_status = 200, answer = ?, completed_at = now()
     where aggregate_id = ? and kind in ('campaign_cancel','campaign_resume') and state in ('accepted','running','waiting') returning id`,
    [
      state,
      state === 'cancelled' ? 'succeeded' : state,
      JSON.stringify({ campaign_id: campaignId, status: state, compensation }),
      campaignId,
    ],
  );
  for (const { id } of ended) operationChanged(em, notifier, id);
}

function endState(status: string): EndState {
  if (status === 'failed' || status === 'cancelled' || status === 'needs_attention') return status;
  throw new AppError('campaign-status-unknown', { permanent: true, details: { status } });
}
