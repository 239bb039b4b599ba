import type { CampaignFailed, Compensation } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { AppError, type Notifier, query } from '@mao/service-kit';
import { endControlRequests } from '../operations/end-control-requests.ts';
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
    await query(
      em,
      `update campaigns set state = $1, status = null, error = $2, errors = $3, compensation = $4, completed_at = $5 where id = $6`,
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
    await endControlRequests(em, notifier, data.campaignId, { state, compensation });
  };

function endState(status: string): EndState {
  if (status === 'failed' || status === 'cancelled' || status === 'needs_attention') return status;
  throw new AppError('campaign-status-unknown', { permanent: true, details: { status } });
}
