import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../load/statistics.ts';
import { measuredEvents } from './bench-events.ts';
import type { MessagingRig } from './rig.ts';

const WRITERS = 4;
const PER_TRANSACTION = 50;
const LOOK_MS = 5;

/** Events a second from the first append until the broker has acknowledged the last: several writers beside the relay. */
export async function outboxToKafka(rig: MessagingRig, first: number, count: number): Promise<number> {
  const startedAt = performance.now();
  await writeAll(rig, first, count);
  await emptied(rig);
  return (count / (performance.now() - startedAt)) * 1_000;
}

async function writeAll(rig: MessagingRig, first: number, count: number): Promise<void> {
  let next = first;
  const writer = async () => {
    while (next < first + count) {
      const events = measuredEvents(next, Math.min(PER_TRANSACTION, first + count - next));
      next += events.length;
      await rig.em().transactional((em) => rig.messaging.outbox.append(em, events));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function emptied(rig: MessagingRig): Promise<void> {
  while ((await rig.unsent()) > 0) await sleep(LOOK_MS);
}

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Steady {
  /** Number of the first event. */
  readonly first: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** When events were handled, by number; of those that nobody waits for nothing is kept. */
export interface Arrivals {
  next(first: number, count: number): Promise<ReadonlyMap<number, number>>;
}

/** Reads along from now on. */
export async function followArrivals(rig: MessagingRig): Promise<Arrivals> {
  let wanted = { first: Number.POSITIVE_INFINITY, count: 0, arrive: (_at: ReadonlyMap<number, number>): void => undefined };
  let handledAt = new Map<number, number>();
  await rig.messaging.consume({
    group: 'bench-steady',
    handlers: {
      Measured: async ({ data: { number } }) => {
        if (number < wanted.first) return;
        handledAt.set(number, performance.now());
        if (handledAt.size === wanted.count) wanted.arrive(handledAt);
      },
    },
  });
  return {
    next(first, count) {
      handledAt = new Map();
      return new Promise((arrive) => {
        wanted = { first, count, arrive };
      });
    },
  };
}

/**
 * From an event's commit until its handler begins, one event per transaction at a fixed rate. More than the time until the
 * broker's acknowledgement, which lies between the two.
 */
export async function commitToHandler(
  rig: MessagingRig,
  arrivals: Arrivals,
  { first, perSecond, seconds }: Steady,
): Promise<Latency> {
  const count = perSecond * seconds;
  const arrived = arrivals.next(first, count);
  const committedAt = new Map<number, number>();
  const startedAt = performance.now();
  const writes: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueInMs = startedAt + (index * 1_000) / perSecond - performance.now();
    if (dueInMs > 1) await sleep(dueInMs);
    writes.push(writeOne(rig, first + index, committedAt));
  }
  await Promise.all(writes);
  const handledAt = await arrived;
  // The commit's answer and the event race each other back to this process.
  const waits = [...handledAt].map(([number, at]) => Math.max(0, at - (committedAt.get(number) ?? at)));
  return { p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}

async function writeOne(rig: MessagingRig, number: number, committedAt: Map<number, number>): Promise<void> {
  const [event] = measuredEvents(number, 1);
  if (event === undefined) return;
  await rig.em().transactional((em) => rig.messaging.outbox.append(em, event));
  committedAt.set(number, performance.now());
}

export interface Outage {
  readonly backlog: number;
  readonly rssGrowthMiB: number;
  /** Events a second, from the broker's first answer until the backlog is acknowledged. */
  readonly drainedPerSecond: number;
  readonly secondsUntilFirst: number;
}

/** Writers go on while the broker is dead; then it comes back. */
export async function brokerOutage(rig: MessagingRig, { first, perSecond, seconds }: Steady): Promise<Outage> {
  const rssBefore = process.memoryUsage.rss();
  await rig.kafka.kill();
  for (let second = 0; second < seconds; second += 1) {
    const nextAt = performance.now() + 1_000;
    await writeAll(rig, first + second * perSecond, perSecond);
    await sleep(Math.max(0, nextAt - performance.now()));
  }
  const backlog = await rig.unsent();
  const rssGrowthMiB = (process.memoryUsage.rss() - rssBefore) / 2 ** 20;
  await rig.kafka.start();
  const backAt = performance.now();
  while ((await rig.unsent()) === backlog) await sleep(LOOK_MS);
  const firstAt = performance.now();
  await emptied(rig);
  const drainedPerSecond = (backlog / (performance.now() - firstAt)) * 1_000;
  return { backlog, rssGrowthMiB, drainedPerSecond, secondsUntilFirst: (firstAt - backAt) / 1_000 };
}
