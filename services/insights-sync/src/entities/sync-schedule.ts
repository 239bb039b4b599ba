import { defineEntity, p } from '@mikro-orm/core';

/** When an account is synced next without being asked. */
const schema = defineEntity({
  name: 'SyncSchedule',
  tableName: 'sync_schedule',
  properties: {
    socialAccountId: p.uuid().primary(),
    nextDueAt: p.datetime(),
  },
});

export class SyncSchedule extends schema.class {}
schema.setClass(SyncSchedule);
