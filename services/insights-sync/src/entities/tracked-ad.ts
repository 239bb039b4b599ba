import { defineEntity, p } from '@mikro-orm/core';

/** An ad whose results are kept in sync. */
const schema = defineEntity({
  name: 'TrackedAd',
  tableName: 'tracked_ads',
  properties: {
    adId: p.uuid().primary(),
    adMetaId: p.text(),
    campaignId: p.uuid(),
    campaignMetaId: p.text(),
    socialAccountId: p.uuid(),
    trackedSince: p.datetime(),
    untrackedAt: p.datetime().nullable(), // its campaign was removed; the rows it has stay
  },
});

export class TrackedAd extends schema.class {}
schema.setClass(TrackedAd);
