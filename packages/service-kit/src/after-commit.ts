import type { EventSubscriber, TransactionEventArgs } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Hooks by transaction. Keyed weakly: a rolled-back transaction takes its hooks with it. */
const hooks = new WeakMap<object, Map<unknown, () => void>>();

/**
 * Runs `hook` once the transaction of `em` has committed, never when it rolls back. Hooks wake workers; a hook that is
 * lost (a crash right after the commit) must cost latency only. Several calls with the same `key` run one hook.
 * @throws Error outside a transaction
 */
export function afterCommit(em: EntityManager, key: unknown, hook: () => void): void {
  const transaction = em.getTransactionContext<object>();
  if (!transaction) throw new Error('afterCommit needs a transaction');
  const registered = hooks.get(transaction) ?? new Map<unknown, () => void>();
  registered.set(key, hook);
  hooks.set(transaction, registered);
}

/** Registered with every database by `openDatabase`. */
export const afterCommitSubscriber: EventSubscriber = {
  afterTransactionCommit(args: TransactionEventArgs): void {
    const registered = args.transaction === undefined ? undefined : hooks.get(args.transaction);
    if (!registered || !args.transaction) return;
    hooks.delete(args.transaction);
    for (const hook of registered.values()) hook();
  },
};
