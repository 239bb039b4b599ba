import type { InsightsSyncResult } from '@mao/contracts';
import { defineEntity, p } from '@mikro-orm/core';
import type { CampaignOutcome } from '../domain/campaign-outcome.ts';

/** One accepted write: what was asked, how far it is, what came out. The HTTP answer is read from here. */
const schema = defineEntity({
  name: 'Operation',
  tableName: 'operations',
  properties: {
    id: p.uuid().primary(),
    kind: p.text(),
    state: p.text(),
    subject: p.text(),
    socialAccountId: p.uuid(),
    aggregateId: p.uuid().nullable(),
    endpoint: p.text(),
    idempotencyKey: p.text().nullable(),
    requestHash: p.text(),
    answerStatus: p.integer().nullable(),
    answer: p.json<unknown>().nullable(),
    result: p.json<unknown>().nullable(),
    campaignOutcome: p.json<CampaignOutcome>().nullable(),
    insightsOutcome: p.json<InsightsSyncResult>().nullable(),
    createdAt: p.datetime(),
    completedAt: p.datetime().nullable(),
  },
});

export class Operation extends schema.class {}
schema.setClass(Operation);
