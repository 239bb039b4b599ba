import type { CampaignFailed } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { query } from '@mao/service-kit';

/**
 * A campaign that was removed has no more results. One that needs attention may still have ads that spend: those stay
 * tracked.
 */
export const onCampaignFailed: Handler<CampaignFailed> = async ({ data }, em) => {
  if (data.status === 'needs_attention') return;
  await query(em, `update tracked_ads set untracked_at = $1 where campaign_id = $2 and untracked_at is null`, [
    data.completedAt,
    data.campaignId,
  ]);
};
