import { defineEntity, p } from '@mikro-orm/core';

/** One ad of a campaign, as its owner announced it. */
const schema = defineEntity({
  name: 'CampaignAd',
  tableName: 'campaign_ads',
  properties: {
    adId: p.uuid().primary(),
    campaignId: p.uuid(),
    position: p.integer(),
    clipId: p.uuid(),
    adMetaId: p.text(),
    creativeId: p.uuid(),
    creativeMetaId: p.text(),
  },
});

export class CampaignAd extends schema.class {}
schema.setClass(CampaignAd);
