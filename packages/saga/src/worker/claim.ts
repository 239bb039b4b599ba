import { errorMessage } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { advance } from '../core/advance.ts';
import type { SagaPlan } from '../core/definition.ts';
import type { Signal } from '../core/react.ts';
import { putOff } from '../store/leases.ts';
import { type LoadedSaga, lockDue, lockDueOne } from '../store/load.ts';
import { recordOf, type SagaRow, stateOf } from '../store/saga-record.ts';
import { type Pending, writePending } from './commit-transitions.ts';
import type { Flight } from './flight.ts';
import type { WorkerContext } from './worker-context.ts';

/** A saga that cannot be claimed (a projection that throws, a plan that changed) is tried again after this. */
const PUT_OFF_MS = 30_000;

export interface Claimed {
  /** Sagas with a call to make; what needed only writing is done. */
  readonly flights: readonly Flight[];
  /** How many were due; as many as asked for means that there may be more. */
  readonly seen: number;
}

/**
 * Takes due sagas: locks them, notes what happened meanwhile, writes leases and the first intents, all in one commit.
 * If that fails for the batch it is done saga by saga, and the one at fault is put off.
 */
export async function claimDue(context: WorkerContext, limit: number, except: readonly string[]): Promise<Claimed> {
  const seen: string[] = [];
  try {
    return await claim(context, async (em) => {
      const due = await lockDue(em, { kinds: context.registry.kinds, limit, except, leaseMs: context.leaseMs });
      seen.push(...due.map(({ saga }) => saga.id));
      return due;
    });
  } catch (error) {
    // Nothing was even read: the database is away, which is no saga's fault.
    if (seen.length === 0) throw error;
    const flights: Flight[] = [];
    for (const id of seen) flights.push(...(await claimAlone(context, id)));
    return { flights, seen: seen.length };
  }
}

async function claimAlone(context: WorkerContext, id: string): Promise<readonly Flight[]> {
  try {
    return (await claim(context, (em) => lockDueOne(em, id, context.leaseMs))).flights;
  } catch (error) {
    context.logger.error({ sagaId: id, reason: errorMessage(error) }, 'a saga cannot go on; it is tried again later');
    await putOff(context.orm.em.fork(), id, PUT_OFF_MS);
    return [];
  }
}

async function claim(context: WorkerContext, lock: (em: EntityManager) => Promise<readonly LoadedSaga[]>): Promise<Claimed> {
  const leaseEndsAt = performance.now() + context.leaseMs;
  const { claimed, transitions, seen } = await context.orm.em.fork().transactional(async (em) => {
    const due = await lock(em);
    const entries = due.map((loaded) => entryOf(context, loaded));
    if (entries.length === 0) return { claimed: [], transitions: [], seen: 0 };
    const written = await writePending(
      context,
      em,
      entries.map(({ pending }) => pending),
    );
    return {
      claimed: entries.filter(({ pending }) => written.saved.has(pending.record.id)),
      transitions: written.transitions,
      seen: due.length,
    };
  });
  context.metrics.committed(transitions);
  const flights = claimed.filter(({ pending }) => pending.write.lease === 'hold').map((entry) => flightOf(entry, leaseEndsAt));
  return { flights, seen };
}

interface Entry {
  readonly pending: Pending;
  readonly plan: SagaPlan;
}

function entryOf(context: WorkerContext, loaded: LoadedSaga): Entry {
  const { saga } = loaded;
  context.clock.observe(loaded.now_ms);
  const plan = context.registry.plan(saga.type, saga.definition_version, saga.input);
  const before = stateOf(plan, saga, loaded.steps);
  const advanced = advance(plan, before, signalsOf(saga), { now: loaded.now_ms, random: context.random() });
  const { next, state: after } = advanced;
  const write = {
    id: saga.id,
    version: saga.version,
    requests: saga.requests,
    epoch: saga.lease_epoch,
    isClaim: true,
    lease: next.do === 'wait' ? ('release' as const) : ('hold' as const),
    wakeAt: next.do === 'wait' ? next.until : null,
    waitingFor: next.do === 'wait' ? next.waitingFor : null,
    before,
    after,
  };
  return { plan, pending: { record: recordOf(saga), write, advance: advanced } };
}

/** A claimed saga is nobody's: a call that is still marked as under way has lost its worker. */
function signalsOf(saga: SagaRow): readonly Signal[] {
  return [
    { type: 'interrupted' },
    ...(saga.resume_requested ? [{ type: 'resumed' } as const] : []),
    ...(saga.wake_requested ? [{ type: 'woken' } as const] : []),
  ];
}

function flightOf({ pending, plan }: Entry, leaseEndsAt: number): Flight {
  return {
    record: pending.record,
    plan,
    epoch: pending.write.epoch + 1,
    version: pending.write.version + 1,
    requests: pending.write.requests,
    state: pending.advance.state,
    next: pending.advance.next,
    leaseEndsAt,
    grounded: new AbortController(),
  };
}
