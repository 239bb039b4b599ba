import type { SocialAccountConnected, SocialAccountDisconnected } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';

/** Keeps the newest revision. A new token lets runs go on that wait for one. */
export const onSocialAccountConnected =
  (engine: SagaEngine): Handler<SocialAccountConnected> =>
  async ({ data }, em) => {
    await engine.wake(em, { tag: data.socialAccountId });
    await em.execute(UPSERT, [
      data.socialAccountId,
      data.revision,
      data.adAccountId,
      data.pageId,
      data.instagramUserId,
      data.pixelId,
      data.currency,
      data.timezone,
      data.defaultCountries.join(','),
      data.dsaBeneficiary,
      data.dsaPayor,
      data.sealedAccessToken,
    ]);
  };

// What Meta said of the ad account is asked again: the account or the token may be another one now.
const UPSERT = `
  insert into social_accounts (id, revision, ad_account_id, page_id, instagram_user_id, pixel_id, currency, timezone, default_countries,
    dsa_beneficiary, dsa_payor, sealed_access_token)
  values (?, ?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?, ?)
  on conflict (id) do update set revision = excluded.revision, ad_account_id = excluded.ad_account_id, page_id = excluded.page_id,
    instagram_user_id = excluded.instagram_user_id, pixel_id = excluded.pixel_id, currency = excluded.currency, timezone = excluded.timezone,
    default_countries = excluded.default_countries, dsa_beneficiary = excluded.dsa_beneficiary, dsa_payor = excluded.dsa_payor,
    sealed_access_token = excluded.sealed_access_token, disconnected_at = null, account_status = null, min_daily_budget_cents = null, info_read_at = null
  where social_accounts.revision < excluded.revision`;

/** The token stays until the account is connected again: what runs have made must still be removable. */
export const onSocialAccountDisconnected: Handler<SocialAccountDisconnected> = async ({ data }, em) => {
  await em.execute(`update social_accounts set disconnected_at = ?, revision = ? where id = ? and revision < ?`, [
    data.disconnectedAt,
    data.revision,
    data.socialAccountId,
    data.revision,
  ]);
};
