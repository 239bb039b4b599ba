import { defineEntity, p } from '@mikro-orm/core';

/** Replica of the clips topic. */
const schema = defineEntity({
  name: 'Clip',
  tableName: 'clips',
  properties: {
    id: p.uuid().primary(),
    title: p.text().nullable(),
    videoUrl: p.text().nullable(),
    publishedAt: p.datetime().nullable(),
    withdrawnAt: p.datetime().nullable(),
  },
});

export class Clip extends schema.class {}
schema.setClass(Clip);
