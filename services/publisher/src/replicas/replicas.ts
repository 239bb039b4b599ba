import type { TokenCipher } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Clip } from '../entities/clip.ts';
import { SocialAccount } from '../entities/social-account.ts';

/** This service's own copies of accounts and clips, as the steps read them. */
export interface Replicas {
  /** Opens the sealed token; undefined when there is none. It outlives a disconnect: what was begun must still be found. */
  token(socialAccountId: string): Promise<string | undefined>;
  isConnected(socialAccountId: string): Promise<boolean>;
  isWithdrawn(clipId: string): Promise<boolean>;
  /** Posts that belong to other publications on the account. */
  takenPosts(socialAccountId: string, publishLogId: string): Promise<ReadonlySet<string>>;
}

export function createReplicas(orm: MikroORM, cipher: TokenCipher): Replicas {
  return {
    async token(id) {
      const account = await orm.em.fork().findOne(SocialAccount, id);
      return account === null ? undefined : cipher.decrypt(account.sealedAccessToken, id);
    },
    async isConnected(id) {
      return (await orm.em.fork().count(SocialAccount, { id, disconnectedAt: null })) > 0;
    },
    async isWithdrawn(id) {
      return (await orm.em.fork().count(Clip, { id, withdrawnAt: { $ne: null } })) > 0;
    },
    async takenPosts(socialAccountId, publishLogId) {
      const rows = await orm.em
        .fork()
        .execute<{ external_id: string }[]>(
          `select external_id from publish_logs where social_account_id = ? and id <> ? and external_id is not null`,
          [socialAccountId, publishLogId],
        );
      return new Set(rows.map((row) => row.external_id));
    },
  };
}
