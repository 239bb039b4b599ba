import type { Compensation } from '@mao/contracts';
import { type Notifier, query } from '@mao/service-kit';
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
  const resumed = { state: reached, status: 200, answer };
  // Built before the cancellation took hold: that is a refusal, as if it had been asked for a moment later.
  const cancelled = end.state === 'succeeded' ? ALREADY_FINISHED : resumed;
  const ended = await query<{ id: string }>(em, CLOSE, [
    campaignId,
    JSON.stringify([
      { kind: 'campaign_resume', ...resumed },
      { kind: 'campaign_cancel', ...cancelled },
    ]),
  ]);
  for (const { id } of ended) operationChanged(em, notifier, id);
}

const CLOSE = `
  update operations o set state = closing.state, answer_status = closing.status, answer = closing.answer, completed_at = now()
  from jsonb_to_recordset($2::jsonb) as closing (kind text, state text, status int, answer jsonb)
  where o.aggregate_id = $1 and o.kind = closing.kind and o.state in ('accepted','running','waiting') returning o.id`;

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
