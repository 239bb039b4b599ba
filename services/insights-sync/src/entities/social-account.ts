import { defineEntity, p } from '@mikro-orm/core';

/** Replica of the social-accounts topic. The token stays sealed in the row; it is gone once the account is disconnected. */
const schema = defineEntity({
  name: 'SocialAccount',
  tableName: 'social_accounts',
  properties: {
    id: p.uuid().primary(),
    revision: p.integer(),
    adAccountId: p.text(),
    currency: p.text(),
    timezone: p.text(),
    sealedAccessToken: p.text(),
    disconnectedAt: p.datetime().nullable(),
  },
});

export class SocialAccount extends schema.class {}
schema.setClass(SocialAccount);
