import type { CampaignActivated } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { query } from '@mao/service-kit';

export const onCampaignActivated: Handler<CampaignActivated> = async ({ data }, em) => {
  await query(em, `update campaigns set status = 'ACTIVE' where id = $1`, [data.campaignId]);
};
