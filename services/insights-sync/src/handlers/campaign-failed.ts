import type { CampaignFailed } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

/**
 * A campaign that was removed has no more results. One that needs attention may still have ads that spend: those stay
 * tracked.
 */
export const onCampaignFailed: Handler<CampaignFailed> = async ({ data }, em) => {
  if (data.status === 'needs_attention') return;
  await em.execute(`update tracked_ads set untracked_at = ? where campaign_id = ? and untracked_at is null`, [
    data.completedAt,
    data.campaignId,
  ]);
};
