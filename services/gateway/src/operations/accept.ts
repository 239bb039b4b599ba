import { afterCommit, currentTrace, type Notifier, newId, query, runWithTrace } from '@mao/service-kit';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Operation } from '../entities/operation.ts';
import { ProblemError } from '../http/problem.ts';
import { operationByKey } from './read-operations.ts';

export interface OperationRequest {
  readonly kind:
    | 'campaign_run'
    | 'campaign_cancel'
    | 'campaign_resume'
    | 'insights_sync'
    | 'clip_publish'
    | 'account_pause'
    | 'account_resume'
    | 'ab_test_create'
    | 'ab_test_evaluate'
    | 'ab_test_archive'
    | 'winner_publish';
  readonly subject: string;
  readonly socialAccountId: string;
  readonly aggregateId: string;
  readonly endpoint: string;
  readonly idempotencyKey: string | undefined;
  readonly requestHash: string;
  /** An answer that is known at once; without it the outcome comes later. */
  readonly answer?: { readonly status: number; readonly body: unknown };
  readonly state?: 'accepted' | 'running' | 'succeeded';
}

export interface Accepted {
  readonly operation: Operation;
  readonly replayed: boolean;
}

/**
 * Records an operation and whatever `write` adds (read model rows, events) in one transaction: either all of it is
 * durable or nothing. A request that was accepted before under the same Idempotency-Key gives that operation back.
 * @throws ProblemError 422 `idempotency-key-reused` when the key came with another body
 */
export async function acceptOperation(
  orm: MikroORM,
  request: OperationRequest,
  write: (em: EntityManager, operation: Operation) => Promise<void>,
): Promise<Accepted> {
  return orm.em.fork().transactional(async (em) => {
    const operation = newOperation(request);
    // The unique index makes concurrent twins wait here until the first one has committed.
    const inserted = await query(em, INSERT, [
      operation.id,
      operation.kind,
      operation.state,
      operation.subject,
      operation.socialAccountId,
      operation.aggregateId,
      operation.endpoint,
      operation.idempotencyKey,
      operation.requestHash,
      operation.answerStatus,
      operation.answer === null ? null : JSON.stringify(operation.answer),
      operation.createdAt,
      operation.completedAt,
    ]);
    if (inserted.length === 0) return { operation: await earlier(em, request), replayed: true };
    // The operation's id goes with every event that follows from it.
    await runWithTrace({ ...currentTrace(), correlationId: operation.id }, () => write(em, operation));
    return { operation, replayed: false };
  });
}

const INSERT = `
  insert into operations (id, kind, state, subject, social_account_id, aggregate_id, endpoint, idempotency_key, request_hash,
                          answer_status, answer, created_at, completed_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  on conflict (subject, endpoint, idempotency_key) where idempotency_key is not null do nothing
  returning id`;

function newOperation(request: OperationRequest): Operation {
  const now = new Date();
  return {
    id: newId(),
    kind: request.kind,
    state: request.state ?? 'accepted',
    subject: request.subject,
    socialAccountId: request.socialAccountId,
    aggregateId: request.aggregateId,
    endpoint: request.endpoint,
    idempotencyKey: request.idempotencyKey ?? null,
    requestHash: request.requestHash,
    answerStatus: request.answer?.status ?? null,
    answer: request.answer?.body ?? null,
    campaignOutcome: null,
    insightsOutcome: null,
    result: null,
    createdAt: now,
    completedAt: request.state === 'succeeded' ? now : null,
  };
}

/** The operation accepted before under this key, if there is one. Looked up before the state of the world is checked again. */
export async function findReplay(
  orm: MikroORM,
  request: Pick<OperationRequest, 'subject' | 'endpoint' | 'idempotencyKey' | 'requestHash'>,
): Promise<Operation | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const { subject, endpoint, idempotencyKey } = request;
  const operation = await operationByKey(orm.em.fork(), { subject, endpoint, idempotencyKey });
  return operation && sameBody(operation, request.requestHash);
}

/** Only a key can collide. */
async function earlier(em: EntityManager, request: OperationRequest): Promise<Operation> {
  const { subject, endpoint, idempotencyKey = '' } = request;
  const operation = await operationByKey(em, { subject, endpoint, idempotencyKey });
  if (operation === undefined) throw new Error('an operation was refused for its key, but none has it');
  return sameBody(operation, request.requestHash);
}

function sameBody(operation: Operation, requestHash: string): Operation {
  if (operation.requestHash === requestHash) return operation;
  throw new ProblemError(422, 'idempotency-key-reused', 'This Idempotency-Key was used with another body.');
}

/** Wakes the HTTP request that waits for the operation, in whichever gateway process it is, once `em` has committed. */
export function operationChanged(em: EntityManager, notifier: Notifier, operationId: string): void {
  afterCommit(em, `operation:${operationId}`, () => notifier.notify(OPERATIONS_CHANNEL, operationId));
}

export const OPERATIONS_CHANNEL = 'operations';
