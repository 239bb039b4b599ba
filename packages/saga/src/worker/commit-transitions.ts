import type { EntityManager } from '@mikro-orm/postgresql';
import type { Advance } from '../core/advance.ts';
import { loadSaga } from '../store/load.ts';
import type { SagaRecord, SagaRow } from '../store/saga-record.ts';
import { type SagaWrite, saveSagas } from '../store/save.ts';
import { viewOf } from '../store/view-of.ts';
import type { SagaTransition } from '../view.ts';
import type { WorkerContext } from './worker-context.ts';

/** One saga's step forward, ready to be written. */
export interface Pending {
  readonly record: SagaRecord;
  readonly write: SagaWrite;
  readonly advance: Advance;
}

export type Committed =
  | { readonly type: 'saved' }
  /** Somebody asked something of the saga meanwhile: decide again with what the row says now. */
  | { readonly type: 'stale'; readonly row: SagaRow }
  /** Another worker holds it, or it is gone. */
  | { readonly type: 'lost' };

/** Writes a batch with its projections inside the caller's transaction. Sagas that cannot be written have no projection. */
export async function writePending(
  context: WorkerContext,
  em: EntityManager,
  batch: readonly Pending[],
): Promise<{ saved: ReadonlySet<string>; transitions: readonly SagaTransition[] }> {
  const { ids, nowMs } = await saveSagas(
    em,
    batch.map(({ write }) => write),
    { owner: context.ownerId, leaseMs: context.leaseMs },
  );
  context.clock.observe(nowMs);
  const transitions = batch
    .filter(({ record, advance }) => ids.has(record.id) && advance.events.length > 0)
    .map(({ record, advance }) => ({ saga: viewOf(record, advance.state), events: advance.events, trace: record.trace }));
  if (transitions.length > 0) await context.onTransition(em, transitions);
  return { saved: ids, transitions };
}

/** Commits a batch in one transaction and says for each what became of it. */
export async function commitTransitions(context: WorkerContext, batch: readonly Pending[]): Promise<readonly Committed[]> {
  const { results, transitions } = await context.orm.em.fork().transactional(async (em) => {
    const written = await writePending(context, em, batch);
    const answers: Committed[] = [];
    for (const pending of batch) {
      answers.push(written.saved.has(pending.record.id) ? { type: 'saved' } : await whyNot(em, pending.write));
    }
    return { results: answers, transitions: written.transitions };
  });
  context.metrics.committed(transitions);
  return results;
}

async function whyNot(em: EntityManager, write: SagaWrite): Promise<Committed> {
  const row = (await loadSaga(em, write.id))?.saga;
  if (row?.lease_epoch !== write.epoch) return { type: 'lost' };
  // Under our epoch only we write: an earlier commit of this very transition succeeded, though its answer was lost.
  return row.version > write.version ? { type: 'saved' } : { type: 'stale', row };
}
