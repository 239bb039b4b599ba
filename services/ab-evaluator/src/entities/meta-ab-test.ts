import type { TestVariant } from '@mao/contracts';
import { defineEntity, p } from '@mikro-orm/core';
import type { ClickField, Design, Metric, RatioMetric, TestStatus } from '../domain/test-terms.ts';

/** A test and where it stands. Whoever judges or archives it holds its row lock. */
const schema = defineEntity({
  name: 'MetaAbTest',
  tableName: 'meta_ab_tests',
  properties: {
    id: p.uuid().primary(),
    campaignId: p.uuid(),
    socialAccountId: p.uuid(),
    testName: p.text(),
    status: p.text().$type<TestStatus>(),
    design: p.text().$type<Design>(),
    variants: p.json().$type<readonly TestVariant[]>(),
    metrics: p.json().$type<readonly Metric[]>(),
    primaryMetric: p.text().$type<RatioMetric>(),
    clickField: p.text().$type<ClickField>(),
    minImpressions: p.integer(),
    minDurationHours: p.float(),
    minimumEffect: p.float(),
    horizonDays: p.integer(),
    startTime: p.datetime(),
    autoPublishTo: p.uuid().nullable(),
    detectableEffect: p.text(), // JSON text, as announced
    requestedBy: p.text(),
    createdAt: p.datetime(),
    inputHash: p.text().nullable(), // of the latest evaluation
    winnerClipId: p.uuid().nullable(),
    winnerAdId: p.uuid().nullable(),
    winnerDecidedAt: p.datetime().nullable(), // set once: the winner was announced
    archivedAt: p.datetime().nullable(),
    nextEvaluationAt: p.datetime(),
  },
});

export class MetaAbTest extends schema.class {}
schema.setClass(MetaAbTest);
