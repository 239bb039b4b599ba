import type { Compensation, StepFailure } from '@mao/contracts';
import { defineEntity, p } from '@mikro-orm/core';

/** Read model of one campaign, from the accepted request to its end. */
const schema = defineEntity({
  name: 'Campaign',
  tableName: 'campaigns',
  properties: {
    id: p.uuid().primary(),
    operationId: p.uuid(),
    socialAccountId: p.uuid(),
    clipId: p.uuid(),
    name: p.text(),
    objective: p.text(),
    optimizationGoal: p.text(),
    state: p.text(),
    status: p.text().nullable(),
    autoPublish: p.boolean(),
    abTestId: p.uuid().nullable(),
    dailyBudgetCents: p.bigint('number').nullable(),
    lifetimeBudgetCents: p.bigint('number').nullable(),
    liveDailyCents: p.bigint('number'),
    currency: p.text(),
    timezone: p.text(),
    campaignMetaId: p.text().nullable(),
    adsetId: p.uuid().nullable(),
    adsetMetaId: p.text().nullable(),
    error: p.text().nullable(),
    errors: p.json<readonly StepFailure[]>().nullable(),
    compensation: p.json<Compensation>().nullable(),
    createdAt: p.datetime(),
    completedAt: p.datetime().nullable(),
  },
});

export class Campaign extends schema.class {}
schema.setClass(Campaign);
