import type { Compensation } from '@mao/contracts';
import type { Notifier } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { operationChanged } from './accept.ts';
import { storedProblem } from './stored-problem.ts';

/** How a campaign ended, for the cancel and resume requests that wait for it. */
export type CampaignEnd =
  | { readonly state: 'succeeded' }
  | { readonly state: 'failed' | 'cancelled' | 'needs_attention'; readonly compensation: Compensation };

/** Cancel and resume requests of the campaign that are still open end with it, whichever way it ended. */
export async function endControlRequests(
  em: EntityManager,
  notifier: Notifier,
  campaignId: string,
  end: CampaignEnd,
): Promise<void> {
  const answer = {
    campaign_id: campaignId,
    status: end.state,
    compensation: end.state === 'succeeded' ? null : end.compensation,
  };
  const reached = end.state === 'cancelled' ? 'succeeded' : end.state;
  await close(em, notifier, campaignId, 'campaign_resume', { state: reached, status: 200, answer });
  // Built before the cancellation took hold: that is a refusal, as if it had been asked for a moment later.
  const cancelled = end.state === 'succeeded' ? ALREADY_FINISHED : { state: reached, status: 200, answer };
  await close(em, notifier, campaignId, 'campaign_cancel', cancelled);
}

const ALREADY_FINISHED: Closing = {
  state: 'failed',
  status: 409,
  answer: storedProblem({ status: 409, code: 'already-finished', detail: 'The campaign is already finished.', pointer: null }),
};

interface Closing {
  readonly state: string;
  readonly status: number;
  readonly answer: unknown;
}

async function close(
  em: EntityManager,
  notifier: Notifier,
  campaignId: string,
  kind: 'campaign_cancel' | 'campaign_resume',
  { state, status, answer }: Closing,
): Promise<void> {
  const ended = await em.execute<{ id: string }[]>(
    `update operations set state = ?, answer_status = ?, answer = ?, completed_at = now()
     where aggregate_id = ? and kind = ? and state in ('accepted','running','waiting') returning id`,
    [state, status, JSON.stringify(answer), campaignId, kind],
  );
  for (const { id } of ended) operationChanged(em, notifier, id);
}
