import { isFinal, type OperationState } from '@mao/contracts';
import type { Notifier } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Operation } from '../entities/operation.ts';
import { OPERATIONS_CHANNEL } from './accept.ts';

/** A lost notification costs at most this much. */
const POLL_MS = 1_000;

export interface Waiters {
  /** The operation as soon as it is final, or as it stands when the time runs out or the caller is gone. */
  wait(operation: Operation, timeoutMs: number, gone: AbortSignal): Promise<Operation>;
  close(): void;
}

/** HTTP requests of this process that wait for an outcome. Looked up together: one query for all that were notified at once. */
export function createWaiters(orm: MikroORM, notifier: Notifier): Waiters {
  const waiting = new Map<string, Set<(operation: Operation) => void>>();
  let looking = false;
  const asked = new Set<string>();

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      while (asked.size > 0) {
        const ids = [...asked];
        asked.clear();
        for (const operation of await orm.em.fork().find(Operation, { id: { $in: ids } })) settle(operation);
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
      if (timeoutMs <= 0 || isFinal(operation.state as OperationState)) return operation;
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
      return latest ?? (gone.aborted ? operation : ((await orm.em.fork().findOne(Operation, operation.id)) ?? operation));
    },
    close: () => clearInterval(poll),
  };
}
