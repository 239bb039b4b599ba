import { defineEntity, p } from '@mikro-orm/core';

/** One ad's results on one day of the ad account's time zone, as Meta last reported them. Written by plain SQL. */
const schema = defineEntity({
  name: 'MetaAdInsight',
  tableName: 'meta_ad_insights',
  properties: {
    adId: p.uuid().primary(),
    date: p.type('date').$type<string>().primary(),
    attributionSetting: p.text().primary(),
    impressions: p.bigint('number'),
    clicks: p.bigint('number'),
    inlineLinkClicks: p.bigint('number'),
    spendCents: p.bigint('number'),
    conversions: p.bigint('number'),
    revenueCents: p.bigint('number'),
    reach: p.bigint('number'),
    readAt: p.datetime(), // when Meta was asked: an older answer never overwrites a newer one
    syncRunId: p.uuid(),
  },
});

export class MetaAdInsight extends schema.class {}
schema.setClass(MetaAdInsight);
