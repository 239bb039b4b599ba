import { isFinal, type OperationState } from '@mao/contracts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Request, type Response, Router } from 'express';
import { waitMs } from '../domain/prefer.ts';
import type { Operation } from '../entities/operation.ts';
import type { Accepted } from '../operations/accept.ts';
import { operationsById } from '../operations/read-operations.ts';
import type { StoredProblem } from '../operations/stored-problem.ts';
import { whenAway } from '../operations/waiters.ts';
import { callerIn } from './authenticate.ts';
import type { GatewayContext } from './context.ts';
import { pathId } from './path-id.ts';
import { notFound, ProblemError } from './problem.ts';
import { problemFields, sendProblem } from './problem-handler.ts';
import { stepsOf as campaignSteps } from './steps.ts';

const unknownOperation = () => notFound('operation-not-found', 'No such operation.');

export function operationRoutes(context: GatewayContext): Router {
  const router = Router();
  router.get('/operations/:id', async (request, response) => {
    const id = pathId(request.params['id'], unknownOperation());
    const em = context.orm.em.fork();
    const [operation] = await operationsById(em, [id]);
    if (operation === undefined || !callerIn(response).mayUse(operation.socialAccountId)) throw unknownOperation();
    response.json(await operationView(operation, () => stepsOf(em, operation)));
  });
  return router;
}

/** Waits for the outcome as long as the caller prefers, then answers with it, or with 202 and the operation. */
export async function answerOperation(
  context: GatewayContext,
  request: Request,
  response: Response,
  accepted: Accepted,
): Promise<void> {
  if (accepted.replayed) response.set('Idempotency-Replayed', 'true');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const operation = await context.waiters.wait(accepted.operation, waitMs(request.get('prefer')), gone.signal);
  if (gone.signal.aborted) return;
  if (!isFinal(operation.state as OperationState)) {
    response
      .status(202)
      .location(`/operations/${operation.id}`)
      .json(await operationView(operation, () => stepsOf(context.orm.em.fork(), operation).catch(whenAway([]))));
    return;
  }
  const status = operation.answerStatus ?? 200;
  if (status >= 400) sendProblem(request, response, asProblem(operation.answer as StoredProblem));
  else response.status(status).json(operation.answer);
}

const asProblem = (stored: StoredProblem): ProblemError =>
  new ProblemError(stored.status, stored.code, stored.detail, { errors: stored.errors });

const stepsOf = async (em: EntityManager, { kind, aggregateId }: Operation) =>
  kind.startsWith('campaign_') && aggregateId ? campaignSteps(em, aggregateId) : [];

async function operationView(operation: Operation, readSteps: () => ReturnType<typeof stepsOf>) {
  const isCampaign = operation.kind.startsWith('campaign_');
  const steps = await readSteps();
  const waiting = isFinal(operation.state as OperationState) ? undefined : steps.find((step) => step.state === 'waiting');
  const problem = operation.answerStatus !== null && operation.answerStatus !== undefined && operation.answerStatus >= 400;
  return {
    id: operation.id,
    kind: operation.kind,
    state: operation.state,
    social_account_id: operation.socialAccountId,
    ...(isCampaign ? { campaign_id: operation.aggregateId } : {}),
    ...(operation.kind === 'clip_publish' ? { clip_id: operation.aggregateId } : {}),
    ...(operation.kind.startsWith('ab_test_') || operation.kind === 'winner_publish'
      ? { ab_test_id: operation.aggregateId }
      : {}),
    steps,
    next_retry_at: waiting?.next_retry_at ?? null,
    waiting_for: waiting?.waiting_for ?? null,
    result: problem ? null : (operation.result ?? operation.answer ?? null),
    problem: problem ? problemFields(operation.answer as StoredProblem) : null,
    created_at: operation.createdAt.toISOString(),
    completed_at: operation.completedAt?.toISOString() ?? null,
    links: {
      self: `/operations/${operation.id}`,
      ...(isCampaign ? { campaign: `/meta/campaigns/${operation.aggregateId}` } : {}),
    },
  };
}
