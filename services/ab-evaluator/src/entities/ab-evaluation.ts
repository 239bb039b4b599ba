import { defineEntity, p } from '@mikro-orm/core';
import type { TestStatus } from '../domain/test-terms.ts';

/** One judgement of a test. Rows are only ever added; the table refuses anything else. */
const schema = defineEntity({
  name: 'AbEvaluation',
  tableName: 'ab_evaluations',
  properties: {
    id: p.uuid().primary(),
    abTestId: p.uuid(),
    inputHash: p.text(),
    requestId: p.text().nullable(), // null: judged by schedule
    forcedBy: p.text().nullable(),
    forcedReason: p.text().nullable(),
    status: p.text().$type<TestStatus>(), // of the test, after it
    verdict: p.json().$type<object>(),
    metricsSnapshot: p.json().$type<object>(),
    statisticalResults: p.json().$type<object>(),
    compositeScores: p.json().$type<object>(),
    createdAt: p.datetime(),
  },
});

export class AbEvaluation extends schema.class {}
schema.setClass(AbEvaluation);
