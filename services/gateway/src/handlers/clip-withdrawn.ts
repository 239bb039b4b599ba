import type { ClipWithdrawn } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

export const onClipWithdrawn: Handler<ClipWithdrawn> = async ({ data }, em) => {
  await em.execute(
    `insert into clips (id, social_account_id, withdrawn_at) values (?, ?, ?)
     on conflict (id) do update set withdrawn_at = coalesce(clips.withdrawn_at, excluded.withdrawn_at)`,
    [data.clipId, data.socialAccountId, data.withdrawnAt],
  );
};
