import type { ClipPublished, ClipWithdrawn } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

/** A withdrawal stays in force when the publication arrives after it. */
export const onClipPublished: Handler<ClipPublished> = async ({ data }, em) => {
  await em.execute(
    `insert into clips (id, social_account_id, title, video_url, thumbnail_url, published_at) values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set social_account_id = excluded.social_account_id, title = excluded.title,
       video_url = excluded.video_url, thumbnail_url = excluded.thumbnail_url, published_at = excluded.published_at`,
    [data.clipId, data.socialAccountId, data.title, data.videoUrl, data.thumbnailUrl, data.publishedAt],
  );
};

export const onClipWithdrawn: Handler<ClipWithdrawn> = async ({ data }, em) => {
  await em.execute(
    `insert into clips (id, social_account_id, withdrawn_at) values (?, ?, ?)
     on conflict (id) do update set withdrawn_at = coalesce(clips.withdrawn_at, excluded.withdrawn_at)`,
    [data.clipId, data.socialAccountId, data.withdrawnAt],
  );
};
