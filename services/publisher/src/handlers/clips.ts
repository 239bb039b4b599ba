import type { ClipPublished, ClipWithdrawn } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

/** A withdrawal stays in force when the publication arrives after it. */
export const onClipPublished: Handler<ClipPublished> = async ({ data }, em) => {
  await em.execute(
    `insert into clips (id, title, video_url, published_at) values (?, ?, ?, ?)
     on conflict (id) do update set title = excluded.title, video_url = excluded.video_url, published_at = excluded.published_at`,
    [data.clipId, data.title, data.videoUrl, data.publishedAt],
  );
};

export const onClipWithdrawn: Handler<ClipWithdrawn> = async ({ data }, em) => {
  await em.execute(
    `insert into clips (id, withdrawn_at) values (?, ?)
     on conflict (id) do update set withdrawn_at = coalesce(clips.withdrawn_at, excluded.withdrawn_at)`,
    [data.clipId, data.withdrawnAt],
  );
};
