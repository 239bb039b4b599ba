import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { StoredHeaders } from '../wire-headers.ts';

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  /** null for finished records: they are not numbered, and their key (any bytes) is `rawKey`. */
  readonly key: string | null;
  readonly rawKey: Buffer | null;
  readonly type: string;
  readonly payload: Buffer | null;
  readonly headers: StoredHeaders;
  readonly shard: number;
}

/**
 * `counters` locks one row per key (in key order, so that two writers cannot wait for each other) until the transaction
 * ends. `seq` is drawn outside the sorted subquery and therefore after every lock: whoever commits later has the larger one.
 */
const INSERT = `
with input as (
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::bytea[], $7::text[], $8::smallint[])
    with ordinality as t (id, topic, key, raw_key, type, payload, headers, shard, ord)
), counts as (
  select topic, key, count(*) as n from input where key is not null group by topic, key
), counters as (
  insert into outbox_keys as k (topic, key, last_seq)
  select topic, key, n from counts order by topic, key
  on conflict (topic, key) do update set last_seq = k.last_seq + excluded.last_seq
  returning topic, key, last_seq
)
insert into outbox (seq, id, aggregatetype, aggregateid, raw_key, type, payload, headers, key_seq, shard)
select nextval('outbox_seq'), id, topic, key, raw_key, type, payload, headers::jsonb, key_seq, shard
from (
  select i.*, c.last_seq - n.n + row_number() over (partition by i.topic, i.key order by i.ord) as key_seq
  from input i
  left join counters c on c.topic = i.topic and c.key = i.key
  left join counts n on n.topic = i.topic and n.key = i.key
  order by i.ord
) numbered`;

export async function insertOutboxRows(em: EntityManager, rows: readonly OutboxRow[]): Promise<void> {
  await query(em, INSERT, [
    rows.map((row) => row.id),
    rows.map((row) => row.topic),
    rows.map((row) => row.key),
    rows.map((row) => row.rawKey),
    rows.map((row) => row.type),
    rows.map((row) => row.payload),
    rows.map((row) => JSON.stringify(row.headers)),
    rows.map((row) => row.shard),
  ]);
}
