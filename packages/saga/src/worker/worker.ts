import { errorMessage, sleep } from '@mao/service-kit';
import { giveBack, renewLeases } from '../store/leases.ts';
import { msUntilNextDue } from '../store/load.ts';
import { createAlarm } from './alarm.ts';
import { claimDue } from './claim.ts';
import { type Committed, commitTransitions, type Pending } from './commit-transitions.ts';
import { drive } from './drive.ts';
import type { Flight } from './flight.ts';
import { createGroupCommit } from './group-commit.ts';
import type { WorkerContext } from './worker-context.ts';

/** The safety net under lost wake-ups, and all an idle worker costs: one query a second. */
const POLL_MS = 1_000;
/** Something is due but locked by someone else: look again soon, without spinning. */
const BUSY_MS = 20;
/** After the abort, calls and their last commits have this long. */
const ABORTED_MS = 1_500;

export interface Worker {
  start(): void;
  stop(graceMs: number): Promise<void>;
  /** Something may be due now. */
  wake(): void;
}

/** Claims due sagas and drives them, at most `concurrency` at a time. */
export function createWorker(context: WorkerContext, flights: Map<string, Flight>): Worker {
  const alarm = createAlarm();
  const driving = new Set<Promise<void>>();
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const commits = createGroupCommit<Pending, Committed>((batch) => commitTransitions(context, batch));
  let isWoken = true;
  let mayHaveMore = false;
  let loops: readonly Promise<void>[] = [];

  function wake(): void {
    isWoken = true;
    alarm.ring();
  }

  function take(flight: Flight): void {
    flights.set(flight.record.id, flight);
    const journey = drive(context, flight, {
      commits,
      isStopping: () => stopping.signal.aborted,
      givingUp: givingUp.signal,
      onSleep: (wakeAt) => alarm.ringIn(wakeAt - context.clock.now()),
    }).finally(() => {
      flights.delete(flight.record.id);
      driving.delete(journey);
      if (mayHaveMore) wake();
    });
    driving.add(journey);
  }

  /** @returns how long nothing will be due */
  async function tick(): Promise<number> {
    const seen = isWoken && flights.size < context.concurrency ? await claimSome() : undefined;
    if (flights.size >= context.concurrency) {
      // A landing wakes us.
      mayHaveMore = true;
      return POLL_MS;
    }
    if (isWoken) return 0;
    const ms = await msUntilNextDue(context.orm.em.fork(), { kinds: context.registry.kinds, except: [...flights.keys()] });
    if (ms === undefined || ms > 0) return Math.min(POLL_MS, ms ?? POLL_MS);
    isWoken = true;
    return seen === 0 ? BUSY_MS : 0;
  }

  async function claimSome(): Promise<number> {
    isWoken = false;
    const free = context.concurrency - flights.size;
    const claimed = await claimDue(context, free, [...flights.keys()]);
    for (const flight of claimed.flights) take(flight);
    mayHaveMore = claimed.seen === free;
    isWoken ||= mayHaveMore;
    return claimed.seen;
  }

  async function claimLoop(): Promise<void> {
    while (!stopping.signal.aborted) {
      let waitMs = POLL_MS;
      try {
        waitMs = await tick();
      } catch (error) {
        isWoken = true;
        context.logger.warn({ reason: errorMessage(error) }, 'sagas cannot be claimed at the moment');
      }
      if (waitMs > 0) await alarm.sleep(waitMs);
    }
  }

  async function renewLoop(): Promise<void> {
    while (!stopping.signal.aborted || flights.size > 0) {
      await sleep(context.leaseMs / 3, givingUp.signal);
      if (givingUp.signal.aborted) return;
      if (flights.size > 0) await renew(context, [...flights.values()]);
    }
  }

  return {
    start() {
      loops = [claimLoop(), renewLoop()];
    },
    wake,
    async stop(graceMs) {
      stopping.abort();
      alarm.ring();
      const landed = (): Promise<unknown> => Promise.all(driving);
      await loops[0];
      await within(landed(), graceMs);
      for (const flight of flights.values()) flight.grounded.abort();
      if (flights.size > 0) await within(landed(), ABORTED_MS);
      const left = [...flights.values()].map(({ record, epoch }) => ({ id: record.id, epoch }));
      givingUp.abort();
      await loops[1];
      if (left.length > 0) await giveBack(context.orm.em.fork(), left, 0);
    },
  };
}

async function renew(context: WorkerContext, flights: readonly Flight[]): Promise<void> {
  const leaseEndsAt = performance.now() + context.leaseMs;
  try {
    const held = flights.map(({ record, epoch }) => ({ id: record.id, epoch }));
    const renewed = await renewLeases(context.orm.em.fork(), held, context.leaseMs);
    for (const flight of flights)
      if (renewed.has(flight.record.id)) flight.leaseEndsAt = Math.max(flight.leaseEndsAt, leaseEndsAt);
  } catch (error) {
    context.logger.warn({ reason: errorMessage(error) }, 'leases could not be renewed');
  }
  for (const flight of flights) if (performance.now() >= flight.leaseEndsAt) flight.grounded.abort();
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, sleep(ms, late.signal)]);
  late.abort();
}
