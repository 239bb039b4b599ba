import type { PlanClip } from '@mao/graph-api';
import { query, type TokenCipher } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { SocialAccount } from '../entities/social-account.ts';
import { readAccount } from './read-account.ts';
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
  /** Known, and known to be gone; no later news will change that but a new connection. */
  isDisconnected(id: string): Promise<boolean>;
  clip(id: string, socialAccountId: string): Promise<ClipLookup>;
  /** Opens the sealed token; also of an account that is being disconnected, undefined once its token is gone. */
  token(id: string): Promise<AccountToken | undefined>;
  /** Whether another campaign of ours holds the creative. */
  isCreativeShared(metaId: string, campaignId: string): Promise<boolean>;
}

/** Shorter than any wait for a new token. */
const TOKEN_MEMORY_MS = 250;

interface ClipRow {
  readonly social_account_id: string | null;
  readonly title: string | null;
  readonly video_url: string | null;
  readonly thumbnail_url: string | null;
  readonly is_public: boolean;
}

const CLIP = `
  select social_account_id, title, video_url, thumbnail_url, published_at is not null and withdrawn_at is null as is_public
  from clips where id = $1`;

export function createReplicas(orm: MikroORM, cipher: TokenCipher): Replicas {
  return {
    async account(id) {
      const account = await readAccount(orm.em.fork(), id);
      return account?.disconnectedAt === null ? account : undefined;
    },
    async isDisconnected(id) {
      const account = await readAccount(orm.em.fork(), id);
      return account !== undefined && account.disconnectedAt !== null;
    },
    async clip(id, socialAccountId) {
      const [clip] = await query<ClipRow>(orm.em.fork(), CLIP, [id]);
      if (clip === undefined) return { state: 'unknown' };
      if (!clip.is_public || clip.social_account_id !== socialAccountId) return { state: 'unusable' };
      return {
        state: 'usable',
        clip: { clipId: id, title: clip.title ?? '', videoUrl: clip.video_url ?? '', thumbnailUrl: clip.thumbnail_url ?? '' },
      };
    },
    token: rememberBriefly(TOKEN_MEMORY_MS, async (id) => {
      const account = await readAccount(orm.em.fork(), id);
      if (account === undefined || account.sealedAccessToken === '') return undefined;
      return { adAccountId: account.adAccountId, accessToken: cipher.decrypt(account.sealedAccessToken, id) };
    }),
    async isCreativeShared(metaId, campaignId) {
      const rows = await query(
        orm.em.fork(),
        `select 1 from meta_creatives where meta_id = $1 and campaign_id <> $2 and removed_at is null limit 1`,
        [metaId, campaignId],
      );
      return rows.length > 0;
    },
  };
}
