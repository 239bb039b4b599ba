import type { CampaignFailed } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

/** A campaign that was removed has nothing left to judge. One that needs attention may still have ads that run. */
export const onCampaignFailed: Handler<CampaignFailed> = async ({ data }, em) => {
  if (data.status === 'needs_attention') return;
  await em.execute(`update campaigns set removed_at = ? where id = ? and removed_at is null`, [
    data.completedAt,
    data.campaignId,
  ]);
};
