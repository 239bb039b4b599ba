import { defineEntity, p } from '@mikro-orm/core';

/** Replica of the social-accounts topic, and what Meta said of the ad account. The token is sealed. */
const schema = defineEntity({
  name: 'SocialAccount',
  tableName: 'social_accounts',
  properties: {
    id: p.uuid().primary(),
    revision: p.integer(),
    adAccountId: p.text(),
    pageId: p.text(),
    instagramUserId: p.text().nullable(),
    pixelId: p.text().nullable(),
    currency: p.text(),
    timezone: p.text(),
    defaultCountries: p.array(),
    dsaBeneficiary: p.text().nullable(),
    dsaPayor: p.text().nullable(),
    sealedAccessToken: p.text(),
    disconnectedAt: p.datetime().nullable(),
    paused: p.boolean(),
    problemKind: p.text().nullable(),
    nextCheckAt: p.datetime(),
    nextReconcileAt: p.datetime(),
    accountStatus: p.integer().nullable(),
    minDailyBudgetCents: p.bigint('number').nullable(),
    infoReadAt: p.datetime().nullable(),
  },
});

export class SocialAccount extends schema.class {}
schema.setClass(SocialAccount);
