import type { CampaignActivated } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

export const onCampaignActivated: Handler<CampaignActivated> = async ({ data }, em) => {
  await em.execute(`update campaigns set status = 'ACTIVE' where id = ?`, [data.campaignId]);
};
