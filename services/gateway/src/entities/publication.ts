import { defineEntity, p } from '@mikro-orm/core';

/** Read model of one publication of a winner. */
const schema = defineEntity({
  name: 'Publication',
  tableName: 'publications',
  properties: {
    id: p.uuid().primary(),
    abTestId: p.uuid(),
    socialAccountId: p.uuid(),
    clipId: p.uuid(),
    status: p.text(),
    source: p.text(),
    winnerMetrics: p.json<unknown>().nullable(),
    externalId: p.text().nullable(),
    externalUrl: p.text().nullable(),
    reason: p.text().nullable(),
    nextRetryAt: p.datetime().nullable(),
    queuedAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

export class Publication extends schema.class {}
schema.setClass(Publication);
