import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Account } from '../entities/account.ts';
import type { Caller } from './authenticate.ts';
import { notFound, ProblemError } from './problem.ts';

export const notConnected = (): ProblemError => notFound('account-not-connected', 'No such account is connected.');

/** An account outside the token's list does not exist for the caller. */
export function refuseForeign(caller: Caller, socialAccountId: string): void {
  if (!caller.mayUse(socialAccountId)) throw notConnected();
}

/** What a run needs to know of its account. */
export interface ConnectedAccount
  extends Pick<
    Account,
    | 'id'
    | 'adAccountId'
    | 'pageId'
    | 'instagramUserId'
    | 'pixelId'
    | 'currency'
    | 'timezone'
    | 'defaultCountries'
    | 'dsaBeneficiary'
    | 'dsaPayor'
    | 'healthState'
    | 'healthReason'
  > {
  readonly dailyBudgetCapCents: number | null;
  readonly isPaused: boolean;
}

type Row = Omit<ConnectedAccount, 'dailyBudgetCapCents'> & { readonly dailyBudgetCapCents: string | null };

/** Every orchestration reads it twice: without the ORM that costs a tenth. */
const CONNECTED = `
  select id, ad_account_id as "adAccountId", page_id as "pageId", instagram_user_id as "instagramUserId", pixel_id as "pixelId",
    currency, timezone, default_countries as "defaultCountries", dsa_beneficiary as "dsaBeneficiary", dsa_payor as "dsaPayor",
    health_state as "healthState", health_reason as "healthReason", daily_budget_cap_cents as "dailyBudgetCapCents",
    paused_since is not null as "isPaused"
  from accounts where id = $1 and disconnected_at is null`;

export async function refuseUnconnected(em: EntityManager, socialAccountId: string): Promise<ConnectedAccount> {
  const [account] = await query<Row>(em, CONNECTED, [socialAccountId]);
  if (account === undefined) throw notConnected();
  const { dailyBudgetCapCents: cap } = account;
  return { ...account, dailyBudgetCapCents: cap === null ? null : Number(cap) };
}

/** The account of a run: connected and free to start something new. @throws ProblemError 404 or 409 */
export async function accountFor(em: EntityManager, socialAccountId: string): Promise<ConnectedAccount> {
  const account = await refuseUnconnected(em, socialAccountId);
  if (account.isPaused)
    throw new ProblemError(409, 'account-paused', 'The account is paused: nothing new starts until it is resumed.');
  if (account.healthState === 'reauth_required')
    throw new ProblemError(409, 'account-needs-reauth', 'Meta has rejected the access token: send a new one.');
  if (account.healthState === 'disabled')
    throw new ProblemError(409, 'account-disabled', account.healthReason ?? 'Meta does not let this ad account work.');
  return account;
}

/** An account that a winner may be published to. */
export async function refuseBadTarget(em: EntityManager, caller: Caller, socialAccountId: string | undefined): Promise<void> {
  if (socialAccountId === undefined) return;
  refuseForeign(caller, socialAccountId);
  const account = await refuseUnconnected(em, socialAccountId);
  if (!account.instagramUserId)
    throw new ProblemError(422, 'no-instagram', 'The account has no instagram_user_id.', {
      errors: [{ pointer: '/social_account_id', detail: 'has no instagram_user_id' }],
    });
}
