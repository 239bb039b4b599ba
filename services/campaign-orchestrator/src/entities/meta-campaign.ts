import { defineEntity, p } from '@mikro-orm/core';

/** One campaign we build or have built. */
const schema = defineEntity({
  name: 'MetaCampaign',
  tableName: 'meta_campaigns',
  properties: {
    id: p.uuid().primary(),
    requestId: p.uuid(),
    socialAccountId: p.uuid(),
    metaId: p.text().nullable(),
    name: p.text(),
    objective: p.text(),
    status: p.text(),
    createdAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
    removedAt: p.datetime().nullable(),
    leftReason: p.text().nullable(),
  },
});

export class MetaCampaign extends schema.class {}
schema.setClass(MetaCampaign);
