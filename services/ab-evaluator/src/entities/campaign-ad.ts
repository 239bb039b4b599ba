import { defineEntity, p } from '@mikro-orm/core';

/** An ad that can be a variant of a test. Written by plain SQL. */
const schema = defineEntity({
  name: 'CampaignAd',
  tableName: 'campaign_ads',
  properties: {
    adId: p.uuid().primary(),
    adMetaId: p.text(),
    adsetId: p.uuid(),
    campaignId: p.uuid(),
    clipId: p.uuid(),
  },
});

export class CampaignAd extends schema.class {}
schema.setClass(CampaignAd);
