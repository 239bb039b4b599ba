import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { HEADER } from '../cloud-events.ts';
import type { OutgoingMessage } from '../ports.ts';
import { restoreHeaders, type StoredHeaders } from '../wire-headers.ts';
import { SHARD_COUNT } from './shard.ts';

const BATCH_SIZE = 500;

/** Enough of each shard for a full batch when all have work; a lone busy shard takes a few more rounds. */
const PER_SHARD = Math.ceil((BATCH_SIZE * 3) / SHARD_COUNT);

/** kafkajs sends one record batch per partition, and the broker's default limit for one is 1 MiB. */
const MAX_BATCH_BYTES = 800_000;
const HEADERS_BYTES = 700;

/**
 * Rows of the shards that this relay owns by the database's clock, oldest first, at most a batch in number and bytes (but
 * always one). Touches no row of another relay's shard.
 */
export const CLAIM = `
select seq, shard, epoch, topic, key, raw_key, payload, headers, key_seq, candidates from (
  select h.*, row_number() over oldest as position, count(*) over ()::int as candidates,
    sum(coalesce(octet_length(h.payload), 0) + ${HEADERS_BYTES}) over oldest as bytes
  from outbox_heads($1, ${PER_SHARD}) h
  window oldest as (order by h.seq)
) found
where position = 1 or (position <= ${BATCH_SIZE} and bytes <= ${MAX_BATCH_BYTES})
order by seq`;

/** The rows leave the table only while the lease they were claimed under still stands: a stale epoch may not mark. */
const MARK = 'select outbox_mark($1, $2::bigint[], $3::smallint[], $4::bigint[]) as marked';

interface ClaimRow {
  readonly seq: string;
  readonly shard: number;
  readonly epoch: string;
  readonly topic: string;
  readonly key: string | null;
  readonly raw_key: Buffer | null;
  readonly payload: Buffer | null;
  readonly headers: StoredHeaders;
  readonly key_seq: string | null;
  readonly candidates: number;
}

export interface Claimed {
  readonly seq: string;
  readonly shard: number;
  readonly epoch: string;
  readonly message: OutgoingMessage;
}

export interface Batch {
  readonly claimed: readonly Claimed[];
  /** Rows were left behind for want of room: nobody will ring for them. */
  readonly isCut: boolean;
}

export async function claimBatch(em: EntityManager, owner: string): Promise<Batch> {
  const rows = await query<ClaimRow>(em, CLAIM, [owner]);
  return {
    claimed: rows.map((row) => ({ seq: row.seq, shard: row.shard, epoch: row.epoch, message: toMessage(row) })),
    isCut: rows.length >= PER_SHARD || rows.length < (rows[0]?.candidates ?? 0),
  };
}

/** @returns how many rows were marked; fewer than given when a lease was lost meanwhile */
export async function markPublished(em: EntityManager, owner: string, claimed: readonly Claimed[]): Promise<number> {
  const [row] = await query<{ marked: number }>(em, MARK, [
    owner,
    claimed.map((row) => row.seq),
    claimed.map((row) => row.shard),
    claimed.map((row) => row.epoch),
  ]);
  return row?.marked ?? 0;
}

function toMessage(row: ClaimRow): OutgoingMessage {
  const headers = restoreHeaders(row.headers);
  return {
    topic: row.topic,
    key: row.raw_key ?? row.key,
    value: row.payload,
    headers: row.key_seq === null ? headers : { ...headers, [HEADER.keySeq]: row.key_seq },
  };
}
