import type { CampaignCancelRequested, CampaignResumeRequested, Events } from '@mao/contracts';
import type { Handler, Outbox } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Turns a run back that is not finished; its end (CampaignFailed, cancelled) answers the request. */
export const onCampaignCancelRequested =
  (engine: SagaEngine, outbox: Outbox<Events>): Handler<CampaignCancelRequested> =>
  async ({ data }, em) => {
    const answer = await engine.requestCancel(em, data.campaignId);
    if (answer === 'accepted') return;
    await reject(em, outbox, data, answer === 'unknown' ? 'campaign-not-found' : 'already-finished');
  };

/** Takes up again what needed attention. */
export const onCampaignResumeRequested =
  (engine: SagaEngine, outbox: Outbox<Events>): Handler<CampaignResumeRequested> =>
  async ({ data }, em) => {
    if (!(await engine.resume(em, data.campaignId))) await reject(em, outbox, data, 'not-resumable');
  };

const DETAILS = {
  'campaign-not-found': 'No such campaign.',
  'already-finished': 'The campaign is already finished.',
  'not-resumable': 'Only a campaign that needs attention can be resumed.',
} as const;

async function reject(
  em: EntityManager,
  outbox: Outbox<Events>,
  request: { campaignId: string; requestId: string },
  code: keyof typeof DETAILS,
): Promise<void> {
  await outbox.append(em, {
    type: 'RequestRejected',
    key: request.campaignId,
    topic: 'campaigns',
    data: {
      requestId: request.requestId,
      aggregateId: request.campaignId,
      code,
      httpStatus: code === 'campaign-not-found' ? 404 : 409,
      detail: DETAILS[code],
      pointer: null,
    },
  });
}
