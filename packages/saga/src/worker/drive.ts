import { backoffMs, errorMessage, runWithTrace, sleep } from '@mao/service-kit';
import { advance } from '../core/advance.ts';
import type { Signal } from '../core/react.ts';
import { giveBack } from '../store/leases.ts';
import type { SagaRow } from '../store/saga-record.ts';
import { type Call, callStep } from './call-step.ts';
import type { Committed, Pending } from './commit-transitions.ts';
import type { Flight } from './flight.ts';
import type { GroupCommit } from './group-commit.ts';
import type { WorkerContext } from './worker-context.ts';

/** While the database is away an outcome is kept and offered again. */
const COMMIT_RETRY = { baseMs: 50, maxMs: 2_000 };
/** A commit that fails this often although the database answers is at fault itself (a projection that throws). */
const COMMIT_ATTEMPTS = 8;
const SET_ASIDE_MS = 30_000;

export interface DriveOptions {
  readonly commits: GroupCommit<Pending, Committed>;
  readonly isStopping: () => boolean;
  /** Aborts when the worker waits no longer for the database. */
  readonly givingUp: AbortSignal;
  /** A saga went to sleep until then (the database's clock). */
  readonly onSleep: (wakeAt: number) => void;
}

/** Drives one claimed saga, call by call, until it waits, ends or is lost. Never throws. */
export async function drive(context: WorkerContext, flight: Flight, options: DriveOptions): Promise<void> {
  await runWithTrace(flight.record.trace, async () => {
    try {
      await context.faultPoint('saga:after-claim', flight.record.id);
      await fly(context, flight, options);
    } catch (error) {
      // Its lease runs out and the next worker looks at what is durable.
      context.logger.error({ reason: errorMessage(error) }, 'a saga was dropped by a bug; it goes on when its lease has run out');
    }
  });
}

async function fly(context: WorkerContext, flight: Flight, options: DriveOptions): Promise<void> {
  while (flight.next.do !== 'wait') {
    const call: Call = flight.next;
    await context.faultPoint('saga:before-effect', flight.record.id);
    // A worker that was frozen past its lease must not send: somebody else may be looking for what it would create.
    if (performance.now() >= flight.leaseEndsAt) return context.metrics.leaseLost();
    const signal = await callStep(flight, call, {
      deps: context.deps,
      now: context.clock.now,
      onLate: context.metrics.lateOutcome,
      onThrow: (error) => context.logger.warn({ step: call.step, err: error }, 'a step threw'),
    });
    await context.faultPoint('saga:after-effect', flight.record.id);
    if (!(await record(context, flight, signal, options))) return;
    await context.faultPoint('saga:after-commit', flight.record.id);
  }
}

/** Makes an outcome durable, together with the next intent. False when the saga is no longer ours to drive. */
async function record(context: WorkerContext, flight: Flight, outcome: Signal, options: DriveOptions): Promise<boolean> {
  let signals: readonly Signal[] = [outcome];
  for (;;) {
    const mayStart = !options.isStopping();
    const leaseEndsAt = performance.now() + context.leaseMs;
    const pending = nextOf(context, flight, signals, mayStart);
    const committed = await commitPatiently(context, flight, pending, options);
    if (committed === undefined) return false;
    if (committed.type === 'lost') {
      context.metrics.leaseLost();
      context.logger.warn({ epoch: flight.epoch }, 'another worker has taken the saga over; this outcome changes nothing');
      return false;
    }
    if (committed.type === 'saved') {
      flight.version += 1;
      flight.state = pending.advance.state;
      flight.next = pending.advance.next;
      // A lease that had run out, and that nobody took, is ours again.
      if (flight.grounded.signal.aborted && mayStart) flight.grounded = new AbortController();
      // Counted from before the first attempt: an attempt whose answer was lost may be the one that prolonged it.
      flight.leaseEndsAt = Math.max(flight.leaseEndsAt, leaseEndsAt);
      if (pending.write.lease === 'release' && pending.write.wakeAt !== null) options.onSleep(pending.write.wakeAt);
      return pending.write.lease === 'hold';
    }
    signals = rebase(flight, committed.row, outcome);
  }
}

function nextOf(context: WorkerContext, flight: Flight, signals: readonly Signal[], mayStart: boolean): Pending {
  const now = context.clock.now();
  const advanced = advance(flight.plan, flight.state, signals, { now, random: context.random() }, { mayStart });
  const { next, state: after } = advanced;
  const write = {
    id: flight.record.id,
    version: flight.version,
    requests: flight.requests,
    epoch: flight.epoch,
    isClaim: false,
    lease: next.do === 'wait' || !mayStart ? ('release' as const) : ('hold' as const),
    wakeAt: next.do === 'wait' ? next.until : now,
    waitingFor: next.do === 'wait' ? next.waitingFor : null,
    before: flight.state,
    after,
  };
  return { record: flight.record, write, advance: advanced };
}

/** Takes up what was asked of the saga while its call was under way. */
function rebase(flight: Flight, row: SagaRow, outcome: Signal): readonly Signal[] {
  flight.requests = row.requests;
  flight.state = { ...flight.state, cancelRequested: row.cancel_requested, holdReason: row.hold_reason };
  return row.wake_requested ? [outcome, { type: 'woken' }] : [outcome];
}

async function commitPatiently(
  context: WorkerContext,
  flight: Flight,
  pending: Pending,
  options: DriveOptions,
): Promise<Committed | undefined> {
  for (let attempt = 1; !options.givingUp.aborted; attempt += 1) {
    try {
      return await options.commits.submit(pending);
    } catch (error) {
      const details = { attempt, reason: errorMessage(error) };
      context.logger.warn(details, 'the outcome of a step could not be recorded yet; it is kept');
      if (attempt >= COMMIT_ATTEMPTS && (await setAside(context, flight))) {
        context.logger.error(details, 'the outcome of a step cannot be recorded; the saga is tried again later');
        return undefined;
      }
    }
    await sleep(backoffMs(COMMIT_RETRY, attempt, context.random()), options.givingUp);
  }
  return undefined;
}

/** Lets go of a saga whose outcome cannot be written; the call becomes one in doubt. False while the database is away. */
async function setAside(context: WorkerContext, flight: Flight): Promise<boolean> {
  try {
    await giveBack(context.orm.em.fork(), [{ id: flight.record.id, epoch: flight.epoch }], SET_ASIDE_MS);
    return true;
  } catch (error) {
    context.logger.debug({ reason: errorMessage(error) }, 'the database is away');
    return false;
  }
}
