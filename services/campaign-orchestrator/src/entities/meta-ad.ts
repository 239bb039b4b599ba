import { defineEntity, p } from '@mikro-orm/core';

/** One ad of a campaign. */
const schema = defineEntity({
  name: 'MetaAd',
  tableName: 'meta_ads',
  properties: {
    id: p.uuid().primary(),
    campaignId: p.uuid(),
    adsetId: p.uuid(),
    creativeId: p.uuid(),
    clipId: p.uuid(),
    metaId: p.text().nullable(),
    removedAt: p.datetime().nullable(),
    leftReason: p.text().nullable(),
  },
});

export class MetaAd extends schema.class {}
schema.setClass(MetaAd);
