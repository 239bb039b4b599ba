import { defineEntity, p } from '@mikro-orm/core';

/** What a test needs to know of a campaign. */
const schema = defineEntity({
  name: 'Campaign',
  tableName: 'campaigns',
  properties: {
    id: p.uuid().primary(),
    socialAccountId: p.uuid(),
    currency: p.text(),
    timezone: p.text(), // the ad account's: its midnight ends a day
    dailyBudgetCents: p.bigint('number').nullable(),
    lifetimeBudgetCents: p.bigint('number').nullable(),
    removedAt: p.datetime().nullable(),
  },
});

export class Campaign extends schema.class {}
schema.setClass(Campaign);
