import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ProblemError } from '../http/problem.ts';

export interface Budget {
  readonly socialAccountId: string;
  /** What the new campaign may spend on one day, minor units. */
  readonly liveDailyCents: number;
  readonly pointer: '/daily_budget_cents' | '/lifetime_budget_cents';
}

/**
 * Refuses a campaign that would lift the daily budgets of the account's campaigns above its cap. In a transaction that
 * writes the campaign use `lockedCap`, so that two requests at once cannot both take what is left.
 * @throws ProblemError 422 `budget-cap-exceeded`
 */
export async function refuseAboveCap(em: EntityManager, cap: number | null | undefined, budget: Budget): Promise<void> {
  if (cap === null || cap === undefined) return;
  // What failed, was cancelled or is over spends nothing any more.
  const [live] = await query<{ cents: string }>(
    em,
    `select coalesce(sum(live_daily_cents), 0) as cents from campaigns
     where social_account_id = $1 and state not in ('failed', 'cancelled') and (ends_at is null or ends_at > now())`,
    [budget.socialAccountId],
  );
  const total = Number(live?.cents ?? 0) + budget.liveDailyCents;
  if (total <= cap) return;
  const detail = `would lift the account's daily budgets to ${total}, above its cap of ${cap} (minor units)`;
  throw new ProblemError(422, 'budget-cap-exceeded', detail, { errors: [{ pointer: budget.pointer, detail }] });
}

/** The cap as it is now; the account's row stays locked until the transaction ends. */
export async function lockedCap(em: EntityManager, socialAccountId: string): Promise<number | null> {
  const [account] = await query<{ cap: string | null }>(
    em,
    `select daily_budget_cap_cents as cap from accounts where id = $1 for update`,
    [socialAccountId],
  );
  return account?.cap === null || account === undefined ? null : Number(account.cap);
}
