import type { SocialAccountDisconnected } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';

/** Forgets the token. Runs that wait for a new one find out and end. */
export const onSocialAccountDisconnected =
  (engine: Pick<SagaEngine, 'wake'>): Handler<SocialAccountDisconnected> =>
  async ({ data }, em) => {
    await engine.wake(em, { tag: data.socialAccountId });
    await em.execute(
      `update social_accounts set disconnected_at = ?, sealed_access_token = '', revision = ? where id = ? and revision < ?`,
      [data.disconnectedAt, data.revision, data.socialAccountId, data.revision],
    );
  };
