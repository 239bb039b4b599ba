import { defineEntity, p } from '@mikro-orm/core';

/** One creative of a campaign. Meta may hand out the same one twice: its id is not unique here. */
const schema = defineEntity({
  name: 'MetaCreative',
  tableName: 'meta_creatives',
  properties: {
    id: p.uuid().primary(),
    campaignId: p.uuid(),
    clipId: p.uuid(),
    metaId: p.text().nullable(),
    removedAt: p.datetime().nullable(),
    leftReason: p.text().nullable(),
  },
});

export class MetaCreative extends schema.class {}
schema.setClass(MetaCreative);
