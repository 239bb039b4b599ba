import type { EntityManager } from '@mikro-orm/postgresql';

/** The replicas' rows that a publication rests on. */
export interface StoredFacts {
  readonly winner:
    | { readonly clipId: string | null; readonly isArchived: boolean; readonly metricsJson: string | null }
    | undefined;
  readonly account:
    | { readonly instagramUserId: string | null; readonly isPaused: boolean; readonly isDisconnected: boolean }
    | undefined;
  readonly clip:
    | {
        readonly isPublished: boolean;
        readonly isWithdrawn: boolean;
        readonly title: string | null;
        readonly videoUrl: string | null;
      }
    | undefined;
}

/** Rows are held until the commit: a switch thrown or an archiving meanwhile comes after this publication. */
export async function readFacts(em: EntityManager, abTestId: string, socialAccountId: string): Promise<StoredFacts> {
  const [winner] = await em.execute<NonNullable<StoredFacts['winner']>[]>(
    `select clip_id as "clipId", archived_at is not null as "isArchived", winner_metrics::text as "metricsJson"
     from winners where ab_test_id = ? for share`,
    [abTestId],
  );
  const [account] = await em.execute<NonNullable<StoredFacts['account']>[]>(
    `select instagram_user_id as "instagramUserId", paused as "isPaused", disconnected_at is not null as "isDisconnected"
     from social_accounts where id = ? for share`,
    [socialAccountId],
  );
  const [clip] = await em.execute<NonNullable<StoredFacts['clip']>[]>(
    `select published_at is not null as "isPublished", withdrawn_at is not null as "isWithdrawn", title, video_url as "videoUrl"
     from clips where id = ?`,
    [winner?.clipId ?? null],
  );
  return { winner, account, clip };
}
