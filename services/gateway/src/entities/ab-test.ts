import { defineEntity, p } from '@mikro-orm/core';

export interface TestVariant {
  readonly clip_id: string;
  readonly ad_id: string;
}

/** Read model of one A/B test, from the accepted request to its verdict. */
const schema = defineEntity({
  name: 'AbTest',
  tableName: 'ab_tests',
  properties: {
    id: p.uuid().primary(),
    operationId: p.uuid(),
    campaignId: p.uuid(),
    socialAccountId: p.uuid(),
    testName: p.text(),
    status: p.text(),
    isCreated: p.boolean(),
    variants: p.json<readonly TestVariant[]>(),
    metrics: p.array(),
    minImpressions: p.bigint('number'),
    minDurationHours: p.integer(),
    startTime: p.datetime(),
    primaryMetric: p.text(),
    clickField: p.text(),
    minimumEffect: p.double(),
    horizonDays: p.integer(),
    autoPublishTo: p.uuid().nullable(),
    design: p.text().nullable(),
    detectableEffect: p.json<unknown>().nullable(),
    winnerClipId: p.uuid().nullable(),
    winnerAdId: p.uuid().nullable(),
    winnerDecidedAt: p.datetime().nullable(),
    reason: p.text().nullable(),
    result: p.json<Readonly<Record<string, unknown>>>().nullable(),
    publishLogId: p.uuid().nullable(),
    publishedToSocial: p.boolean(),
    createdAt: p.datetime(),
  },
});

export class AbTest extends schema.class {}
schema.setClass(AbTest);
