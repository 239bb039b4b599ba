import { defineEntity, p } from '@mikro-orm/core';

/** The ad set of a campaign. */
const schema = defineEntity({
  name: 'MetaAdset',
  tableName: 'meta_adsets',
  properties: {
    id: p.uuid().primary(),
    campaignId: p.uuid(),
    metaId: p.text().nullable(),
    dailyBudgetCents: p.bigint('number').nullable(),
    lifetimeBudgetCents: p.bigint('number').nullable(),
    removedAt: p.datetime().nullable(),
    leftReason: p.text().nullable(),
  },
});

export class MetaAdset extends schema.class {}
schema.setClass(MetaAdset);
