import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Link } from '../proxy/link.ts';
import type { ChaosRig } from '../rig/chaos-rig.ts';
import type { Fault, FaultKind } from './plan-faults.ts';

export interface Nemesis {
  /** How often each kind was really done. */
  readonly done: Readonly<Record<FaultKind['kind'], number>>;
  /** Settles when the last fault is over and everything is whole again. Rejects when something could not be mended. */
  readonly ended: Promise<void>;
}

const END_GRACE_MS = 15_000;
const END_POLL_MS = 20;

/** Does each fault at its time. `note` is told what is done, when it is done. */
export function carryOut(rig: ChaosRig, faults: readonly Fault[], note: (fault: Fault) => void, signal: AbortSignal): Nemesis {
  const done: Record<FaultKind['kind'], number> = {
    kill: 0,
    zombie: 0,
    'postgres-down': 0,
    'kafka-down': 0,
    'end-sessions': 0,
    cut: 0,
    slow: 0,
    'half-open': 0,
  };
  const run = async () => {
    const startedAt = performance.now();
    const underWay: Promise<void>[] = [];
    for (const fault of faults) {
      await delay(Math.max(0, startedAt + fault.atMs - performance.now()), undefined, { signal });
      note(fault);
      done[fault.kind] += 1;
      const work = strike(rig, fault, signal);
      work.catch(() => undefined); // seen below
      underWay.push(work);
    }
    await Promise.all(underWay);
    makeWhole(rig);
  };
  return { done, ended: run() };
}

/** Settles when the fault is over. */
async function strike(rig: ChaosRig, fault: FaultKind, signal: AbortSignal): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      return rig.stack.service(fault.process).kill();
    case 'zombie': {
      const service = rig.stack.service(fault.process);
      service.pause();
      await delay(fault.forMs, undefined, { signal });
      return service.resume();
    }
    case 'postgres-down':
      await (fault.how === 'kill' ? rig.postgres.kill() : stopImmediately(rig.postgres.pid));
      await delay(fault.forMs, undefined, { signal });
      return rig.postgres.start();
    case 'kafka-down':
      await rig.kafka.kill();
      await delay(fault.forMs, undefined, { signal });
      return rig.kafka.start();
    case 'end-sessions':
      return endSessions(rig.postgres.url, fault.share);
    case 'cut': {
      const link = linkOf(rig, fault.link);
      for (let time = 0; time < fault.times; time += 1) link.cut(fault.how);
      return;
    }
    case 'slow': {
      const link = linkOf(rig, fault.link);
      link.slow(fault.latencyMs);
      await delay(fault.forMs, undefined, { signal });
      return link.slow(0);
    }
    case 'half-open': {
      const link = linkOf(rig, fault.link);
      link.freeze();
      await delay(fault.forMs, undefined, { signal });
      return link.thaw();
    }
  }
}

function makeWhole(rig: ChaosRig): void {
  for (const link of rig.links.values()) link.heal();
  for (const process of rig.processes) rig.stack.service(process).resume();
}

function linkOf(rig: ChaosRig, name: string): Link {
  const link = rig.links.get(name);
  if (link === undefined) throw new Error(`there is no link ${name}`);
  return link;
}

/** What `pg_ctl stop -m immediate` does: no checkpoint, no good-bye; the next start recovers from the log. */
async function stopImmediately(pid: number | undefined): Promise<void> {
  if (pid === undefined) throw new Error('PostgreSQL does not run');
  process.kill(pid, 'SIGQUIT');
  const deadlineAt = Date.now() + END_GRACE_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadlineAt) throw new Error('PostgreSQL did not stop');
    await delay(END_POLL_MS);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const END_SESSIONS = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid() and random() < $1`;

/** PostgreSQL may be down at the moment; then there are no sessions to end. */
async function endSessions(url: string, share: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(END_SESSIONS, [share]);
  } catch {
    return;
  } finally {
    await client.end().catch(() => undefined);
  }
}
