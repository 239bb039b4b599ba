import type { Events, SocialAccountConnected, SocialAccountDisconnected } from '@mao/contracts';
import type { EventOf, Handler, Outbox } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import type { EntityManager } from '@mikro-orm/postgresql';
import { waitingReason } from '../projections/publish-news.ts';

/** Shown as `waiting_for` of the publications that are held back. */
const PAUSED = 'the account to be resumed';

/** Keeps the newest revision. A new token lets publications go on that wait for one; the kill switch holds them. */
export const onSocialAccountConnected =
  (engine: SagaEngine, outbox: Outbox<Events>): Handler<SocialAccountConnected> =>
  async ({ data }, em) => {
    // The row first: who begins a publication holds it, so that none can slip past the switch.
    const rows = await em.execute<unknown[]>(UPSERT, [
      data.socialAccountId,
      data.revision,
      data.instagramUserId,
      data.sealedAccessToken,
      data.paused,
    ]);
    if (rows.length === 0) return;
    const target = { tag: data.socialAccountId };
    await engine.wake(em, target);
    if (!data.paused) {
      await engine.release(em, target);
      return;
    }
    await engine.hold(em, target, PAUSED);
    await outbox.append(em, await heldEvents(em, data.socialAccountId));
  };

const UPSERT = `
  insert into social_accounts (id, revision, instagram_user_id, sealed_access_token, paused) values (?, ?, ?, ?, ?)
  on conflict (id) do update set revision = excluded.revision, instagram_user_id = excluded.instagram_user_id,
    sealed_access_token = excluded.sealed_access_token, paused = excluded.paused, disconnected_at = null
  where social_accounts.revision < excluded.revision returning id`;

async function heldEvents(em: EntityManager, socialAccountId: string): Promise<EventOf<Events>[]> {
  const reason = waitingReason(PAUSED);
  const held = await em.execute<{ id: string; ab_test_id: string }[]>(
    `update publish_logs set status = 'retry', reason = ?, updated_at = now()
     where id in (select id from publish_logs where social_account_id = ? and status in ('pending','processing','retry') order by id for update)
     returning id, ab_test_id`,
    [reason, socialAccountId],
  );
  return held.map(({ id, ab_test_id: abTestId }) => ({
    type: 'PublishProgressed',
    key: id,
    data: { publishLogId: id, abTestId, socialAccountId, status: 'retry', reason, nextRetryAt: null, at: new Date() },
  }));
}

/** Publications under way find out and end; the token stays, so that one in doubt can still be looked for. */
export const onSocialAccountDisconnected =
  (engine: SagaEngine): Handler<SocialAccountDisconnected> =>
  async ({ data }, em) => {
    const rows = await em.execute<unknown[]>(
      `update social_accounts set disconnected_at = ?, revision = ? where id = ? and revision < ? returning id`,
      [data.disconnectedAt, data.revision, data.socialAccountId, data.revision],
    );
    if (rows.length === 0) return;
    await engine.release(em, { tag: data.socialAccountId });
    await engine.wake(em, { tag: data.socialAccountId });
  };
