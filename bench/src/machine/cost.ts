import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '@mao/local-stack';
import { cpuTimes } from './process-cpu.ts';
import { rowsOf } from './rows-of.ts';

/** An idle session hands its counters over to the statistics only after ten seconds. */
const COUNTERS_SETTLE_MS = 11_000;

/** Below this a figure is noise. */
const LEAST_SHOWN = 0.05;

const COUNTERS = `
  select datname as name, xact_commit as transactions, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal
  from pg_stat_database where datname is not null and datname not in ('postgres', 'template0', 'template1')`;

export interface Cost {
  /** Transactions per operation, by database (named after its service); a statement outside of one counts as one, a read too. */
  readonly transactionsPerRun: Readonly<Record<string, number>>;
  readonly walBytesPerRun: number;
  /** CPU milliseconds per operation, by process; empty where the system does not tell. */
  readonly cpuMsPerRun: Readonly<Record<string, number>>;
}

interface Counters {
  readonly atMs: number;
  readonly transactions: Readonly<Record<string, number>>;
  readonly walBytes: number;
  readonly cpuMs: Readonly<Record<string, number>>;
}

export interface CostMeter {
  /** What the whole machine spends on `work`, per operation. `work` returns how many operations it did, warm-up included. */
  measure(work: () => Promise<number>): Promise<Cost>;
}

/** Waits until earlier work is counted, then learns what the idle stack spends: that much is taken off every cost. */
export async function startCostMeter(stack: Stack): Promise<CostMeter> {
  await sleep(COUNTERS_SETTLE_MS);
  const idleBefore = await readCounters(stack);
  await sleep(COUNTERS_SETTLE_MS);
  const idleAfter = await readCounters(stack);
  const idle = spent(idleBefore, idleAfter);
  return {
    async measure(work) {
      const before = await readCounters(stack);
      const operations = await work();
      await sleep(COUNTERS_SETTLE_MS);
      const after = await readCounters(stack);
      const idleShare = (after.atMs - before.atMs) / (idleAfter.atMs - idleBefore.atMs);
      return perOperation(spent(before, after), idle, { idleShare, operations });
    },
  };
}

type Spent = Omit<Counters, 'atMs'>;

const spent = (before: Counters, after: Counters): Spent => ({
  transactions: minus(after.transactions, before.transactions),
  walBytes: after.walBytes - before.walBytes,
  cpuMs: minus(after.cpuMs, before.cpuMs),
});

function perOperation(all: Spent, idle: Spent, { idleShare, operations }: { idleShare: number; operations: number }): Cost {
  const each = (values: Readonly<Record<string, number>>, idleValues: Readonly<Record<string, number>>) => {
    const own = Object.entries(values).map(
      ([name, value]) => [name, (value - (idleValues[name] ?? 0) * idleShare) / operations] as const,
    );
    return Object.fromEntries(own.filter(([, value]) => value >= LEAST_SHOWN));
  };
  return {
    transactionsPerRun: each(all.transactions, idle.transactions),
    walBytesPerRun: Math.max(0, all.walBytes - idle.walBytes * idleShare) / operations,
    cpuMsPerRun: each(all.cpuMs, idle.cpuMs),
  };
}

const minus = (after: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));

function cpuOf(stack: Stack): Readonly<Record<string, number>> {
  const pids = {
    ...stack.describe().pids,
    fake: stack.fake.pid,
    kafka: stack.kafka.pid,
    postgres: stack.postgres.pid,
    bench: process.pid,
  };
  const known = Object.entries(pids).filter((entry): entry is [string, number] => entry[1] !== undefined);
  // Only the bench process itself: the services are its children.
  const own = process.cpuUsage();
  const times = cpuTimes(Object.fromEntries(known));
  return times === undefined ? {} : { ...times, bench: (own.user + own.system) / 1_000 };
}

async function readCounters(stack: Stack): Promise<Counters> {
  const names = new Map(Object.entries(stack.databases).map(([service, url]) => [new URL(url).pathname.slice(1), service]));
  const rows = await rowsOf<{ name: string; transactions: string; wal: string }>(stack.postgres.url, COUNTERS);
  const transactions = rows.map((row) => [names.get(row.name) ?? row.name, Number(row.transactions)] as const);
  return {
    atMs: performance.now(),
    transactions: Object.fromEntries(transactions),
    walBytes: Number(rows[0]?.wal ?? 0),
    cpuMs: cpuOf(stack),
  };
}
