import type { Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import { hasEnded, type SagaTransition, type SagaView } from '@mao/saga';
import { runWithTrace } from '@mao/service-kit';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { failureSentence } from '../domain/failure-sentence.ts';
import { SyncRun } from '../entities/sync-run.ts';
import { syncCompleted } from './run-events.ts';

/**
 * For the saga engine's `onTransition`: a run whose saga was given up ends as failed, in the commit that gives it up.
 * Accounts are taken in order: two such commits must not wait for each other's outbox keys.
 */
export function failEndedRuns(outbox: Outbox<Events>) {
  return async (em: EntityManager, transitions: readonly SagaTransition[]): Promise<void> => {
    const givenUp = transitions.filter(({ saga }) => hasEnded(saga.status) && saga.status !== 'completed');
    for (const { saga, trace } of givenUp.toSorted(byAccount)) await runWithTrace(trace, () => failRun(em, outbox, saga));
  };
}

function byAccount(one: SagaTransition, other: SagaTransition): number {
  return (one.saga.tag ?? '') < (other.saga.tag ?? '') ? -1 : 1;
}

async function failRun(em: EntityManager, outbox: Outbox<Events>, saga: SagaView): Promise<void> {
  const run = await em.findOne(SyncRun, { id: saga.id, state: 'running' }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  // A run that had succeeded when its worker was lost stays so.
  if (run === null) return;
  em.assign(run, { state: 'failed', error: failureSentence(saga.error), completedAt: new Date() });
  await em.flush();
  await outbox.append(em, syncCompleted(run));
}
