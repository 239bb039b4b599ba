import type { PlanClip } from '@mao/graph-api';
import type { TokenCipher } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Clip } from '../entities/clip.ts';
import { SocialAccount } from '../entities/social-account.ts';
import { rememberBriefly } from './remember-briefly.ts';

export interface AccountToken {
  readonly adAccountId: string;
  readonly accessToken: string;
}

export type ClipLookup =
  | { readonly state: 'usable'; readonly clip: PlanClip }
  | { readonly state: 'unknown' }
  | { readonly state: 'unusable' };

/** This service's own copies of accounts and clips. */
export interface Replicas {
  /** undefined: not (yet) known, or disconnected. */
  account(id: string): Promise<SocialAccount | undefined>;
  clip(id: string, socialAccountId: string): Promise<ClipLookup>;
  /** Opens the sealed token; also of an account that is being disconnected, undefined once its token is gone. */
  token(id: string): Promise<AccountToken | undefined>;
  /** Whether another campaign of ours holds the creative. */
  isCreativeShared(metaId: string, campaignId: string): Promise<boolean>;
}

/** Shorter than any wait for a new token. */
const TOKEN_MEMORY_MS = 250;

export function createReplicas(orm: MikroORM, cipher: TokenCipher): Replicas {
  return {
    async account(id) {
      return (await orm.em.fork().findOne(SocialAccount, { id, disconnectedAt: null })) ?? undefined;
    },
    async clip(id, socialAccountId) {
      const clip = await orm.em.fork().findOne(Clip, id);
      if (clip === null) return { state: 'unknown' };
      const usable = clip.publishedAt && !clip.withdrawnAt && clip.socialAccountId === socialAccountId;
      if (!usable) return { state: 'unusable' };
      return {
        state: 'usable',
        clip: { clipId: id, title: clip.title ?? '', videoUrl: clip.videoUrl ?? '', thumbnailUrl: clip.thumbnailUrl ?? '' },
      };
    },
    token: rememberBriefly(TOKEN_MEMORY_MS, async (id) => {
      const account = await orm.em.fork().findOne(SocialAccount, id);
      if (account === null || account.sealedAccessToken === '') return undefined;
      return { adAccountId: account.adAccountId, accessToken: cipher.decrypt(account.sealedAccessToken, id) };
    }),
    async isCreativeShared(metaId, campaignId) {
      const rows = await orm.em
        .fork()
        .execute<unknown[]>(
          `select 1 from meta_creatives where meta_id = ? and campaign_id <> ? and removed_at is null limit 1`,
          [metaId, campaignId],
        );
      return rows.length > 0;
    },
  };
}
