import { assertNever, query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Heading, hasEnded, type SagaStatus } from '../core/saga-state.ts';
import { flagCancel, flagResume } from './requests.ts';

/** resume: go on with fresh tries, in the direction it had. compensate: undo what was done. */
export type RequestByHand = 'resume' | 'compensate';

/**
 * accepted · asked-before: the same request waits for its worker · not-stuck: only what needs attention can be resumed ·
 * finished: nothing can be undone any more · undoing: it is under way · too-late: past the point of no return · unknown.
 */
export type RequestAnswer = 'accepted' | 'asked-before' | 'not-stuck' | 'finished' | 'undoing' | 'too-late' | 'unknown';

export interface RequestVerdict {
  readonly answer: RequestAnswer;
  /** Of the saga as it was; undefined when there is none. */
  readonly status: SagaStatus | undefined;
}

interface Standing {
  readonly status: SagaStatus;
  readonly heading: Heading;
  readonly cancel_requested: boolean;
  readonly resume_requested: boolean;
  readonly is_committed: boolean;
}

/** `canTurnBack` in SQL: it needs no plan, because a step that was never reached has no row. */
const STANDING = `
select s.status, s.heading, s.cancel_requested, s.resume_requested, exists (
  select from saga_steps t where t.saga_id = s.id and t.kind <> 'compensatable'
    and (t.may_exist or not (t.state = 'pending' or (t.state = 'rejected' and t.kind = 'pivot')))
) as is_committed
from sagas s where s.id = $1::uuid`;

/** What would be answered now. Changes nothing. */
export async function judgeByHand(em: EntityManager, id: string, request: RequestByHand): Promise<RequestVerdict> {
  const [standing] = await query<Standing>(em, STANDING, [id]);
  return { answer: standing ? judge(standing, request) : 'unknown', status: standing?.status };
}

/**
 * Asks something of a saga from outside its service, without its definition or its worker: call it in a transaction of its
 * database. It is a request beside the state, as a cancel is: whoever holds the lease finds it at the next commit and
 * keeps the outcome in hand; nobody's epoch moves. A running worker takes it up within about a second.
 */
export async function requestByHand(em: EntityManager, id: string, request: RequestByHand): Promise<RequestVerdict> {
  await query(em, 'select 1 from sagas where id = $1::uuid for update', [id]);
  const verdict = await judgeByHand(em, id, request);
  if (verdict.answer !== 'accepted') return verdict;
  if (request === 'compensate') await flagCancel(em, id);
  if (verdict.status === 'needs_attention') await flagResume(em, id);
  return verdict;
}

function judge(standing: Standing, request: RequestByHand): RequestAnswer {
  switch (request) {
    case 'resume':
      if (standing.status !== 'needs_attention') return 'not-stuck';
      return standing.resume_requested ? 'asked-before' : 'accepted';
    case 'compensate':
      return judgeCompensate(standing);
    default:
      return assertNever(request);
  }
}

function judgeCompensate({ status, heading, cancel_requested, resume_requested, is_committed }: Standing): RequestAnswer {
  const isStuck = status === 'needs_attention';
  if (hasEnded(status) && !isStuck) return 'finished';
  if (status === 'compensating') return 'undoing';
  const isTurned = heading !== 'completed';
  if (!isTurned && is_committed) return 'too-late';
  const isAsked = isStuck ? resume_requested && (isTurned || cancel_requested) : cancel_requested;
  return isAsked ? 'asked-before' : 'accepted';
}
