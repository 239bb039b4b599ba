import { isFinal, type OperationState } from '@mao/contracts';
import { isDatabaseAway, type Notifier } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Operation } from '../entities/operation.ts';
import { OPERATIONS_CHANNEL } from './accept.ts';
import { operationsById } from './read-operations.ts';

/** A lost notification costs at most this much. */
const POLL_MS = 1_000;

export interface Waiters {
  /**
   * The operation as soon as it is final, or as it stands when the time runs out or the caller is gone. Never fails: what was
   * accepted stays accepted while the database is away, and its caller must not be told otherwise.
   */
  wait(operation: Operation, timeoutMs: number, gone: AbortSignal): Promise<Operation>;
  /** Lets everybody go who waits, with the operation as it stands, and nobody wait any more: the process is stopping. */
  close(): void;
}

/** Turns the loss of the database into a value; what else goes wrong is thrown on. */
export const whenAway =
  <T>(value: T) =>
  (error: unknown): T => {
    if (isDatabaseAway(error)) return value;
    throw error;
  };

/** HTTP requests of this process that wait for an outcome. Looked up together: one query for all that were notified at once. */
export function createWaiters(orm: MikroORM, notifier: Notifier): Waiters {
  const waiting = new Map<string, Set<(operation: Operation | undefined) => void>>();
  let isClosed = false;
  let looking = false;
  const asked = new Set<string>();

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      while (asked.size > 0) {
        const ids = [...asked];
        asked.clear();
        for (const operation of await operationsById(orm.em.fork(), ids)) settle(operation);
      }
    } finally {
      looking = false;
    }
  }

  function settle(operation: Operation): void {
    if (!isFinal(operation.state as OperationState)) return;
    for (const resolve of waiting.get(operation.id) ?? []) resolve(operation);
  }

  function ask(ids: Iterable<string>): void {
    for (const id of ids) if (waiting.has(id)) asked.add(id);
    // A database that is away now is asked again by the poll.
    if (asked.size > 0) look().catch(() => undefined);
  }

  notifier.listen(OPERATIONS_CHANNEL, (items) => ask(items.length === 0 ? waiting.keys() : items));
  const poll = setInterval(() => ask(waiting.keys()), POLL_MS);

  return {
    async wait(operation, timeoutMs, gone) {
      if (isClosed || timeoutMs <= 0 || isFinal(operation.state as OperationState)) return operation;
      const latest = await new Promise<Operation | undefined>((resolve) => {
        const waiters = waiting.get(operation.id) ?? new Set();
        waiting.set(operation.id, waiters);
        const timer = setTimeout(() => done(undefined), timeoutMs);
        const onGone = () => done(undefined);
        function done(found: Operation | undefined): void {
          clearTimeout(timer);
          gone.removeEventListener('abort', onGone);
          waiters.delete(done);
          if (waiters.size === 0) waiting.delete(operation.id);
          resolve(found);
        }
        waiters.add(done);
        gone.addEventListener('abort', onGone);
        // It may have ended between its commit and this registration.
        ask([operation.id]);
      });
      if (latest !== undefined || gone.aborted) return latest ?? operation;
      const [current] = await operationsById(orm.em.fork(), [operation.id]).catch(whenAway<Operation[]>([]));
      return current ?? operation;
    },
    close() {
      isClosed = true;
      clearInterval(poll);
      for (const done of [...waiting.values()].flatMap((waiters) => [...waiters])) done(undefined);
    },
  };
}
