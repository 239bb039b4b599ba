import { defineEntity, p } from '@mikro-orm/core';

/** Replica of the social-accounts topic. The token is sealed. */
const schema = defineEntity({
  name: 'SocialAccount',
  tableName: 'social_accounts',
  properties: {
    id: p.uuid().primary(),
    revision: p.integer(),
    instagramUserId: p.text().nullable(),
    sealedAccessToken: p.text(),
    paused: p.boolean(),
    disconnectedAt: p.datetime().nullable(),
  },
});

export class SocialAccount extends schema.class {}
schema.setClass(SocialAccount);
