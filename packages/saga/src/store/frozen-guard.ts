/** Shorter would end transactions of a process that is merely busy. */
const SHORTEST_MS = 2_000;

/**
 * A process that freezes inside a transaction keeps its row locks, and no lease can free them. This expression has the
 * database end such a transaction after about a lease (PostgreSQL, idle_in_transaction_session_timeout). It rides on a statement
 * that is sent anyway, and holds for that transaction only.
 */
export const frozenGuard = (parameter: `$${number}`): string =>
  `set_config('idle_in_transaction_session_timeout', ${parameter}::text, true)`;

export function frozenGuardMs(leaseMs: number): string {
  return String(Math.max(SHORTEST_MS, Math.ceil(leaseMs)));
}
