import type { ClipPublished } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

/**
 * A withdrawal stays in force when the publication arrives after it. An older publication does not overwrite a newer one:
 * a clip posted here twice is in the read model before the event of its first post comes by.
 */
export const onClipPublished: Handler<ClipPublished> = async ({ data }, em) => {
  await em.execute(
    `insert into clips (id, social_account_id, title, video_url, thumbnail_url, duration_ms, published_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set social_account_id = excluded.social_account_id, title = excluded.title, video_url = excluded.video_url,
       thumbnail_url = excluded.thumbnail_url, duration_ms = excluded.duration_ms, published_at = excluded.published_at
     where clips.published_at is null or clips.published_at <= excluded.published_at`,
    [data.clipId, data.socialAccountId, data.title, data.videoUrl, data.thumbnailUrl, data.durationMs, data.publishedAt],
  );
};
