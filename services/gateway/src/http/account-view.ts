import { shownHealth } from '../domain/account-health.ts';
import type { Account } from '../entities/account.ts';

/** An account as callers see it: never with its token. */
export function accountView(account: Account) {
  return {
    social_account_id: account.id,
    ad_account_id: account.adAccountId,
    page_id: account.pageId,
    instagram_user_id: account.instagramUserId ?? null,
    pixel_id: account.pixelId ?? null,
    currency: account.currency,
    timezone: account.timezone,
    default_countries: account.defaultCountries,
    daily_budget_cap_cents: account.dailyBudgetCapCents ?? null,
    dsa_beneficiary: account.dsaBeneficiary ?? null,
    dsa_payor: account.dsaPayor ?? null,
    health: shownHealth(account),
    connected_at: account.connectedAt.toISOString(),
  };
}
