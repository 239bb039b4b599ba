import { defineEntity, p } from '@mikro-orm/core';

/** One ad's results on one day of the ad account's time zone, as last reported. Written by plain SQL. */
const schema = defineEntity({
  name: 'AdDailyMetric',
  tableName: 'ad_daily_metrics',
  properties: {
    adId: p.uuid().primary(),
    date: p.type('date').$type<string>().primary(),
    attributionSetting: p.text().primary(),
    impressions: p.bigint('number'),
    clicks: p.bigint('number'),
    inlineLinkClicks: p.bigint('number'),
    spendCents: p.bigint('number'),
    conversions: p.bigint('number').nullable(), // unknown is not 0
    revenueCents: p.bigint('number').nullable(),
    reach: p.bigint('number').nullable(),
    syncedAt: p.datetime(), // an older report never overwrites a newer one
  },
});

export class AdDailyMetric extends schema.class {}
schema.setClass(AdDailyMetric);
