import { defineEntity, p } from '@mikro-orm/core';
import type { PublishStatus } from '../domain/publish-status.ts';

/** One publication of a test's winner on one account; the saga of the same id carries it out. Written by plain SQL. */
const schema = defineEntity({
  name: 'PublishLog',
  tableName: 'publish_logs',
  properties: {
    id: p.uuid().primary(),
    abTestId: p.uuid(),
    socialAccountId: p.uuid(),
    clipId: p.uuid(),
    source: p.text().$type<'ab_test_winner'>(),
    winnerMetrics: p.json(),
    status: p.text().$type<PublishStatus>(),
    externalId: p.text().nullable(),
    externalUrl: p.text().nullable(),
    reason: p.text().nullable(), // what it waits for, or why it failed
    attempts: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  uniques: [{ properties: ['abTestId', 'socialAccountId'] }],
});

export class PublishLog extends schema.class {}
schema.setClass(PublishLog);
