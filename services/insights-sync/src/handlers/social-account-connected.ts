import type { SocialAccountConnected } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';

/** Keeps the newest revision. A new token lets runs go on that wait for one. */
export const onSocialAccountConnected =
  (engine: Pick<SagaEngine, 'wake'>): Handler<SocialAccountConnected> =>
  async ({ data }, em) => {
    await engine.wake(em, { tag: data.socialAccountId });
    await em.execute(UPSERT, [
      data.socialAccountId,
      data.revision,
      data.adAccountId,
      data.currency,
      data.timezone,
      data.sealedAccessToken,
    ]);
  };

const UPSERT = `
  insert into social_accounts (id, revision, ad_account_id, currency, timezone, sealed_access_token) values (?, ?, ?, ?, ?, ?)
  on conflict (id) do update set revision = excluded.revision, ad_account_id = excluded.ad_account_id, currency = excluded.currency,
    timezone = excluded.timezone, sealed_access_token = excluded.sealed_access_token, disconnected_at = null
  where social_accounts.revision < excluded.revision`;
