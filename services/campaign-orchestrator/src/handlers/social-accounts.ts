import type { Events, SocialAccountConnected, SocialAccountDisconnected } from '@mao/contracts';
import type { Handler, Outbox } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { derivedId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ACCOUNT_CHECK } from '../account-saga/check-account.ts';
import { accountTag } from '../account-saga/deps.ts';
import { ACCOUNT_PAUSE } from '../account-saga/pause-account.ts';
import { pauseResolved } from '../projections/account-projection.ts';

/** Shown as `waiting_for` of the runs that are held back. */
export const PAUSED = 'the account to be resumed';

/**
 * Keeps the newest revision. A new token lets runs go on that wait for one, the kill switch stops and starts the account's
 * runs, and Meta is asked how the account is.
 */
export const onSocialAccountConnected =
  (engine: SagaEngine, outbox: Outbox<Events>): Handler<SocialAccountConnected> =>
  async ({ data }, em) => {
    const id = data.socialAccountId;
    const [known] = await em.execute<{ revision: number; paused: boolean }[]>(
      `select revision, paused from social_accounts where id = ?`,
      [id],
    );
    if (known !== undefined && known.revision >= data.revision) return;
    // The engine first: it locks sagas, and whoever moves a saga locks the account after it.
    await engine.wake(em, { tag: id });
    await flipSwitch(em, engine, data);
    await engine.begin(em, {
      type: ACCOUNT_CHECK,
      id: derivedId(id, 'check', String(data.revision)),
      input: { socialAccountId: id },
      tag: accountTag(id),
    });
    await upsert(em, data);
    if (known?.paused && !data.paused) await outbox.append(em, pauseResolved(id, new Date()));
  };

async function flipSwitch(em: EntityManager, engine: SagaEngine, data: SocialAccountConnected): Promise<void> {
  const id = data.socialAccountId;
  if (!data.paused) {
    await engine.release(em, { tag: id });
    return;
  }
  await engine.hold(em, { tag: id }, PAUSED);
  await engine.begin(em, {
    type: ACCOUNT_PAUSE,
    id: derivedId(id, 'pause', String(data.revision)),
    input: { socialAccountId: id },
    tag: accountTag(id),
  });
}

async function upsert(em: EntityManager, data: SocialAccountConnected): Promise<void> {
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
    data.paused,
  ]);
}

// What Meta said of the ad account is asked again: the account or the token may be another one now.
const UPSERT = `
  insert into social_accounts (id, revision, ad_account_id, page_id, instagram_user_id, pixel_id, currency, timezone, default_countries,
    dsa_beneficiary, dsa_payor, sealed_access_token, paused)
  values (?, ?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?, ?, ?)
  on conflict (id) do update set revision = excluded.revision, ad_account_id = excluded.ad_account_id, page_id = excluded.page_id,
    instagram_user_id = excluded.instagram_user_id, pixel_id = excluded.pixel_id, currency = excluded.currency, timezone = excluded.timezone,
    default_countries = excluded.default_countries, dsa_beneficiary = excluded.dsa_beneficiary, dsa_payor = excluded.dsa_payor,
    sealed_access_token = excluded.sealed_access_token, paused = excluded.paused, disconnected_at = null, account_status = null, min_daily_budget_cents = null, info_read_at = null
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
