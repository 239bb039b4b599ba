import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { IncomingMessage } from '../ports.ts';
import { restoreHeaders, type StoredHeaders, storeHeaders } from '../wire-headers.ts';
import type { Failure } from './failure.ts';
import type { ReadableEntry } from './read-message.ts';

/**
 * Serialises parking and draining of one key. Without it a message could line up behind a head that is just leaving, and
 * nobody would ever call it up.
 */
const LOCK_KEY = `select pg_advisory_xact_lock(hashtextextended($1 || chr(10) || $2 || chr(10) || $3, 0))`;

const PARK = `
insert into parked_messages (group_name, topic, key, event_id, type, partition, "offset", record_time, raw_key, value, headers,
  attempts, error_class, error_message, first_failed_at, last_failed_at, next_attempt_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
  case when not exists (select from parked_messages where group_name = $1 and topic = $2 and key = $3)
    then clock_timestamp() + make_interval(secs => $17) end
on conflict (group_name, event_id) do nothing`;

/** First try after parking, seconds; later ones are spaced by CLAIM. */
const FIRST_RETRY_SECONDS = 1;

/** The claim is also the lease: nobody else gets the head before its next attempt is due. */
const CLAIM = `
update parked_messages set attempts = attempts + 1,
  next_attempt_at = clock_timestamp() + make_interval(secs => least($2, power(2, least(attempts, 20))) * (0.5 + random() / 2))
where id = (
  select id from parked_messages where group_name = $1 and next_attempt_at <= clock_timestamp()
  order by next_attempt_at limit 1 for update skip locked)
returning id::text, topic, key, event_id, partition, "offset"::text, extract(epoch from record_time) * 1000 as record_ms, raw_key,
  value, headers, attempts, extract(epoch from first_failed_at) * 1000 as first_failed_ms`;

const RECORD_FAILURE = `
update parked_messages set error_class = $2, error_message = $3, last_failed_at = clock_timestamp() where id = $1`;

/** The line of a key is in the order of the topic: a replayed message stands where it came from. */
const LEAVE = `
with gone as (
  delete from parked_messages where id = $1 and next_attempt_at is not null returning id
), next as (
  update parked_messages set next_attempt_at = clock_timestamp() where exists (select from gone) and id = (
    select id from parked_messages where group_name = $2 and topic = $3 and key = $4 and id <> $1 order by "offset", id limit 1)
)
select id from gone`;

export interface ParkedMessage {
  readonly id: string;
  readonly key: string;
  readonly inboxId: string;
  /** Including the one about to start. */
  readonly attempts: number;
  readonly firstFailedAt: Date;
  readonly message: IncomingMessage;
}

export async function lockKey(em: EntityManager, group: string, topic: string, key: string): Promise<void> {
  await query(em, LOCK_KEY, [group, topic, key]);
}

/** Puts a message at the end of its key's line, in the caller's transaction. Later messages of the key join behind it. */
export async function park(em: EntityManager, group: string, entry: ReadableEntry, failure: Failure): Promise<void> {
  const { message, envelope } = entry;
  await lockKey(em, group, message.topic, envelope.key);
  await query(em, PARK, [
    group,
    message.topic,
    envelope.key,
    entry.inboxId,
    envelope.type,
    message.partition,
    message.offset,
    message.timestamp,
    message.key,
    message.value,
    JSON.stringify(storeHeaders(message.headers)),
    failure.attempts,
    failure.errorClass,
    failure.errorMessage,
    failure.firstFailedAt,
    failure.lastFailedAt,
    FIRST_RETRY_SECONDS,
  ]);
}

/** The next head that is due, with its attempt already counted: a message that kills the process counts, too. */
export async function claimParked(
  em: EntityManager,
  group: string,
  maxBackoffSeconds: number,
): Promise<ParkedMessage | undefined> {
  const [row] = await query<ParkedRow>(em, CLAIM, [group, maxBackoffSeconds]);
  if (!row) return undefined;
  return {
    id: row.id,
    key: row.key,
    inboxId: row.event_id,
    attempts: row.attempts,
    firstFailedAt: new Date(Number(row.first_failed_ms)),
    message: {
      topic: row.topic,
      partition: row.partition,
      offset: BigInt(row.offset),
      timestamp: new Date(Number(row.record_ms)),
      key: row.raw_key,
      value: row.value,
      headers: restoreHeaders(row.headers),
    },
  };
}

export async function recordParkedFailure(em: EntityManager, parked: ParkedMessage, failure: Failure): Promise<void> {
  await query(em, RECORD_FAILURE, [parked.id, failure.errorClass, failure.errorMessage]);
}

/**
 * Takes the head out of the line and calls up the next of its key, in the transaction that settles it.
 * @returns false when it is the head no more: settled by another process, or an older message was replayed before it
 */
export async function leaveParking(em: EntityManager, group: string, parked: ParkedMessage): Promise<boolean> {
  await lockKey(em, group, parked.message.topic, parked.key);
  const rows = await query(em, LEAVE, [parked.id, group, parked.message.topic, parked.key]);
  return rows.length > 0;
}

interface ParkedRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly event_id: string;
  readonly partition: number;
  readonly offset: string;
  readonly record_ms: string;
  readonly raw_key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: StoredHeaders;
  readonly attempts: number;
  readonly first_failed_ms: string;
}

export async function countParked(em: EntityManager, group: string): Promise<number> {
  const [row] = await query<{ keys: number }>(
    em,
    `select count(*)::int as keys from (select distinct topic, key from parked_messages where group_name = $1) lines`,
    [group],
  );
  return row?.keys ?? 0;
}
