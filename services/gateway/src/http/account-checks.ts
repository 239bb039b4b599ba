import type { EntityManager } from '@mikro-orm/postgresql';
import { Account } from '../entities/account.ts';
import type { Caller } from './authenticate.ts';
import { notFound, ProblemError } from './problem.ts';

export const notConnected = (): ProblemError => notFound('account-not-connected', 'No such account is connected.');

/** An account outside the token's list does not exist for the caller. */
export function refuseForeign(caller: Caller, socialAccountId: string): void {
  if (!caller.mayUse(socialAccountId)) throw notConnected();
}

export async function refuseUnconnected(em: EntityManager, socialAccountId: string): Promise<Account> {
  const account = await em.findOne(Account, { id: socialAccountId, disconnectedAt: null });
  if (account === null) throw notConnected();
  return account;
}

/** The account of a run: connected and free to start something new. @throws ProblemError 404 or 409 */
export async function accountFor(em: EntityManager, socialAccountId: string): Promise<Account> {
  const account = await refuseUnconnected(em, socialAccountId);
  if (account.pausedSince)
    throw new ProblemError(409, 'account-paused', 'The account is paused: nothing new starts until it is resumed.');
  if (account.healthState === 'reauth_required')
    throw new ProblemError(409, 'account-needs-reauth', 'Meta has rejected the access token: send a new one.');
  if (account.healthState === 'disabled')
    throw new ProblemError(409, 'account-disabled', account.healthReason ?? 'Meta does not let this ad account work.');
  return account;
}
