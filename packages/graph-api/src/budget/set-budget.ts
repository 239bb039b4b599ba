import type { AccountAccess } from '../access.ts';
import type { CallResult, GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { objectNode } from '../ids.ts';
import { successResult } from '../wire/read-result.ts';
import type { Transport } from '../wire/transport.ts';
import { type BudgetChangeLedger, CHANGES_PER_HOUR } from './change-ledger.ts';

/** A new budget of one ad set, in minor units of the account's currency. */
export interface BudgetChange {
  readonly adSetId: string;
  readonly kind: 'daily' | 'lifetime';
  readonly cents: number;
}

function tooMany(nextAtMs: number, nowMs: number): GraphError {
  const words = `not sent: ${CHANGES_PER_HOUR} budget changes of this ad set within an hour; the next is possible at ${new Date(nextAtMs).toISOString()}`;
  return { ...makeError('RATE_LIMIT', 'client', words), retryAfterMs: Math.max(1, nextAtMs - nowMs) };
}

/** Changes an ad set's budget, at most four times an hour. It asserts a state, so it may be repeated; each try counts. */
export async function setBudget(
  transport: Transport,
  ledger: BudgetChangeLedger,
  nowMs: () => number,
  access: AccountAccess,
  change: BudgetChange,
): Promise<CallResult<null>> {
  const { adSetId, kind, cents } = change;
  const path = `/${objectNode(adSetId)}`;
  if (!Number.isSafeInteger(cents) || cents <= 0)
    return {
      ok: false,
      error: makeError('VALIDATION', 'client', 'not sent: a budget is a positive whole number of minor units'),
    };
  const slot = await ledger.reserve(adSetId, nowMs());
  if (!slot.granted) return { ok: false, error: tooMany(slot.nextAtMs, nowMs()) };
  const params = kind === 'daily' ? { daily_budget: cents } : { lifetime_budget: cents };
  return successResult(await transport.send(access, { method: 'POST', path, params }));
}
