import { defineEntity, p } from '@mikro-orm/core';
import type { Trigger } from '../domain/trigger.ts';

/** One sync of an account or of one campaign; the saga of the same id does its work. */
const schema = defineEntity({
  name: 'SyncRun',
  tableName: 'sync_runs',
  properties: {
    id: p.uuid().primary(),
    socialAccountId: p.uuid(),
    campaignId: p.uuid().nullable(), // null: the whole account
    trigger: p.text().$type<Trigger>(),
    state: p.text().$type<'running' | 'succeeded' | 'failed'>(),
    requestIds: p.array(), // operations that wait for the end
    rowsSynced: p.integer(),
    rowsChanged: p.integer(),
    dateRangeStart: p.type('date').$type<string>().nullable(),
    dateRangeEnd: p.type('date').$type<string>().nullable(),
    error: p.text().nullable(),
    startedAt: p.datetime(),
    completedAt: p.datetime().nullable(),
  },
});

export class SyncRun extends schema.class {}
schema.setClass(SyncRun);
