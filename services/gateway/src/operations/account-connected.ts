import type { Events } from '@mao/contracts';
import type { EventOf } from '@mao/messaging';
import type { Account } from '../entities/account.ts';

/** The full state of an account as others keep it. */
export function accountConnected(account: Account, now: Date): EventOf<Pick<Events, 'SocialAccountConnected'>> {
  return {
    type: 'SocialAccountConnected',
    key: account.id,
    data: {
      socialAccountId: account.id,
      adAccountId: account.adAccountId,
      pageId: account.pageId,
      instagramUserId: account.instagramUserId ?? null,
      pixelId: account.pixelId ?? null,
      currency: account.currency,
      timezone: account.timezone,
      defaultCountries: account.defaultCountries,
      sealedAccessToken: account.sealedAccessToken,
      dailyBudgetCapCents: account.dailyBudgetCapCents ?? null,
      dsaBeneficiary: account.dsaBeneficiary ?? null,
      dsaPayor: account.dsaPayor ?? null,
      revision: account.revision,
      paused: Boolean(account.pausedSince),
      connectedAt: now,
    },
  };
}
