import { defineEntity, p } from '@mikro-orm/core';

/** One ad's results on one day of the ad account's time zone. Later syncs restate it. */
const schema = defineEntity({
  name: 'InsightsDay',
  tableName: 'insights_daily',
  properties: {
    adId: p.uuid().primary(),
    date: p.type('date').$type<string>().primary(),
    attributionSetting: p.text().primary(),
    campaignId: p.uuid(),
    impressions: p.bigint('number'),
    clicks: p.bigint('number'),
    inlineLinkClicks: p.bigint('number'),
    spendCents: p.bigint('number'),
    conversions: p.bigint('number').nullable(),
    revenueCents: p.bigint('number').nullable(),
    reach: p.bigint('number').nullable(),
    syncedAt: p.datetime(),
  },
});

export class InsightsDay extends schema.class {}
schema.setClass(InsightsDay);
