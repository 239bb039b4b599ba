import { defineEntity, p } from '@mikro-orm/core';

const outboxMessage = defineEntity({
  name: 'OutboxMessage',
  tableName: 'outbox',
  properties: {
    seq: p.bigint('string').primary(), // claim order; drawn under the lock of the key's counter
    id: p.uuid(), // = ce_id, what an inbox dedupes on
    topic: p.text().fieldName('aggregatetype'),
    key: p.text().fieldName('aggregateid').nullable(), // null for dead letters, whose key may be any bytes
    type: p.text(),
    payload: p.blob().nullable(), // framed Avro, final when written
    headers: p.json<Record<string, unknown>>(),
    keySeq: p.bigint('string').nullable(), // gap-free per topic and key
    shard: p.smallint(), // one relay owns a shard at a time
    createdAt: p.datetime(),
  },
});

/** One event waiting for the relay; the row leaves the table once the broker has it. For operators to read, never to write. */
export class OutboxMessage extends outboxMessage.class {}
outboxMessage.setClass(OutboxMessage);

const parkedMessage = defineEntity({
  name: 'ParkedMessageRow',
  tableName: 'parked_messages',
  properties: {
    id: p.bigint('string').primary(), // order within a key
    groupName: p.text(),
    topic: p.text(),
    key: p.text(),
    eventId: p.uuid(),
    type: p.text(),
    partition: p.integer(),
    offset: p.bigint('string'),
    attempts: p.integer(),
    errorClass: p.text(),
    errorMessage: p.text(),
    firstFailedAt: p.datetime(),
    lastFailedAt: p.datetime(),
    nextAttemptAt: p.datetime().nullable(), // only the head of a key has one
    parkedAt: p.datetime(),
  },
});

/** One message waiting in line behind a failure of its key. For operators to read. */
export class ParkedMessageRow extends parkedMessage.class {}
parkedMessage.setClass(ParkedMessageRow);

/** For the entity list of every service. */
export const messagingEntities = [OutboxMessage, ParkedMessageRow];
