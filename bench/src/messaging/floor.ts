import { randomBytes, randomUUID } from 'node:crypto';
import type { KafkaClient } from '@mao/messaging';
import pg from 'pg';
import { rowsOf } from '../machine/rows-of.ts';

// What nothing that moves rows to Kafka and back can do without, written as plainly as it goes: the floor of the comparison.

const TOPIC = 'floor';
const PARTITIONS = 6;
const KEYS = 1_000;
/** As many as the product's writers, transactions, sends and chunks have. */
const WRITERS = 4;
const PER_TRANSACTION = 50;
const PER_SEND = 500;
const PER_INSERT = 100;
const PARTITIONS_AT_ONCE = 3;
const MAX_WAIT_MS = 500;

const TABLES = `
create table floor_rows (id uuid primary key, topic text, key text, type text, payload bytea, headers jsonb);
create table floor_seen (reader text, id uuid, primary key (reader, id))`;
const WRITE = `
insert into floor_rows select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::jsonb[])`;
const NOTE = 'insert into floor_seen select $1, * from unnest($2::uuid[])';

const PAYLOAD = randomBytes(200);

export interface Floor {
  /** Events a second: all rows inserted in small transactions, then all of them sent in batches. */
  insertThenSend(count: number): Promise<number>;
  /** Events a second, from the first batch until the last event of the topic is noted with one insert per chunk. */
  readAndInsert(): Promise<number>;
  close(): Promise<void>;
}

export async function openFloor({ kafka }: KafkaClient, postgresUrl: string): Promise<Floor> {
  await rowsOf(postgresUrl, TABLES);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();
  const pool = new pg.Pool({ connectionString: postgresUrl, max: WRITERS });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  let sent = 0;
  return {
    async insertThenSend(count) {
      const startedAt = performance.now();
      const events = plainEvents(sent, count);
      await insertAll(pool, events);
      for (const messages of chunksOf(events.map(toMessage), PER_SEND)) await producer.send({ topic: TOPIC, messages, acks: -1 });
      sent += count;
      return (count / (performance.now() - startedAt)) * 1_000;
    },
    readAndInsert: () => readAll(kafka, pool, sent),
    async close() {
      await producer.disconnect();
      await pool.end();
    },
  };
}

type PlainEvent = ReturnType<typeof plainEvents>[number];

function plainEvents(first: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const id = randomUUID();
    const headers = {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: 'bench',
      ce_type: 'Measured',
      ce_time: new Date().toISOString(),
    };
    return { id, key: `key-${(first + index) % KEYS}`, headers };
  });
}

const toMessage = ({ key, headers }: PlainEvent) => ({ key, value: PAYLOAD, headers });

async function insertAll(pool: pg.Pool, events: readonly PlainEvent[]): Promise<void> {
  const transactions = chunksOf(events, PER_TRANSACTION);
  const writer = async () => {
    for (let rows = transactions.shift(); rows !== undefined; rows = transactions.shift()) {
      const fixed = (value: unknown) => Array(rows.length).fill(value);
      const [ids, keys] = [rows.map(({ id }) => id), rows.map(({ key }) => key)];
      const headers = rows.map((row) => JSON.stringify(row.headers));
      const client = await pool.connect();
      await client.query('begin');
      await client.query({
        name: 'write',
        text: WRITE,
        values: [ids, fixed(TOPIC), keys, fixed('Measured'), fixed(PAYLOAD), headers],
      });
      await client.query('commit');
      client.release();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function readAll(kafka: KafkaClient['kafka'], pool: pg.Pool, count: number): Promise<number> {
  const reader = randomUUID();
  const consumer = kafka.consumer({ groupId: `floor-${reader}`, maxWaitTimeInMs: MAX_WAIT_MS });
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let [startedAt, seen] = [0, 0];
  await consumer.connect();
  await consumer.subscribe({ topics: [TOPIC], fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
    eachBatch: async ({ batch }) => {
      startedAt ||= performance.now();
      for (const messages of chunksOf(batch.messages, PER_INSERT)) {
        await pool.query({
          name: 'note',
          text: NOTE,
          values: [reader, messages.map(({ headers }) => String(headers?.['ce_id']))],
        });
        seen += messages.length;
      }
      if (seen === count) resolve();
    },
  });
  await done;
  const perSecond = (count / (performance.now() - startedAt)) * 1_000;
  await consumer.disconnect();
  return perSecond;
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
