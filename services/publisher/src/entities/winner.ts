import { defineEntity, p } from '@mikro-orm/core';

/** Replica of the ab-tests topic, as far as publishing needs it. Written by plain SQL. */
const schema = defineEntity({
  name: 'Winner',
  tableName: 'winners',
  properties: {
    abTestId: p.uuid().primary(),
    clipId: p.uuid().nullable(), // null: archived without a winner
    adId: p.uuid().nullable(),
    winnerMetrics: p.json().nullable(),
    isForced: p.boolean().nullable(),
    mayAutoPublish: p.boolean().nullable(),
    autoPublishTo: p.uuid().nullable(),
    decidedAt: p.datetime().nullable(),
    archivedAt: p.datetime().nullable(),
  },
});

export class Winner extends schema.class {}
schema.setClass(Winner);
