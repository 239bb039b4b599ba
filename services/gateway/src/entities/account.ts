import { defineEntity, p } from '@mikro-orm/core';

/** A connected social account with its ad account; the gateway is its only writer. The token is stored sealed. */
const schema = defineEntity({
  name: 'Account',
  tableName: 'accounts',
  properties: {
    id: p.uuid().primary(),
    adAccountId: p.text(),
    pageId: p.text(),
    instagramUserId: p.text().nullable(),
    pixelId: p.text().nullable(),
    currency: p.text(),
    timezone: p.text(),
    defaultCountries: p.array(),
    sealedAccessToken: p.text(),
    dailyBudgetCapCents: p.bigint('number').nullable(),
    dsaBeneficiary: p.text().nullable(),
    dsaPayor: p.text().nullable(),
    revision: p.integer(),
    healthState: p.text(),
    healthReason: p.text().nullable(),
    healthSince: p.datetime(),
    healthWhatToDo: p.text().nullable(),
    healthAlertId: p.uuid().nullable(),
    pausedSince: p.datetime().nullable(),
    connectedAt: p.datetime(),
    disconnectedAt: p.datetime().nullable(),
  },
});

export class Account extends schema.class {}
schema.setClass(Account);
