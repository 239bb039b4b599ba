import type { MigrationObject } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { SHARD_COUNT } from '../outbox/shard.ts';

/** Queue tables change all the time: vacuum early, or the head of the index fills with dead entries. */
const BUSY = 'autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0';

class CreateMessagingTables extends Migration {
  override up(): void {
    this.addSql(`create sequence outbox_seq cache 1`);
    this.addSql(`create table outbox (
      seq bigint not null,
      id uuid not null,
      aggregatetype text not null,
      aggregateid text,
      raw_key bytea,
      type text not null,
      payload bytea,
      headers jsonb not null,
      key_seq bigint,
      shard smallint not null,
      created_at timestamptz not null default clock_timestamp(),
      -- The only index on seq, on purpose: given another, the planner claims by walking over all shards.
      constraint outbox_claim primary key (shard, seq)
    ) with (${BUSY})`);
    this.addSql(`create index outbox_age on outbox (created_at)`);
    this.addSql(`create table outbox_keys (
      topic text not null, key text not null, last_seq bigint not null, primary key (topic, key)
    ) with (fillfactor = 70)`);
    this.addSql(`create table relay_members (
      owner text primary key, backend_pid integer, expires_at timestamptz not null
    ) with (fillfactor = 50)`);
    this.addSql(`create table relay_leases (shard smallint primary key, owner text, epoch bigint not null default 0)`);
    this.addSql(`insert into relay_leases (shard) select generate_series(0, ${SHARD_COUNT - 1})`);
    this.addSql(`create table inbox (
      group_name text not null, event_id uuid not null,
      is_dead boolean not null default false, is_replay boolean not null default false,
      received_at timestamptz not null default now(), primary key (group_name, event_id)
    )`);
    this.addSql(`create index inbox_age on inbox (received_at)`);
    this.addSql(`create table inbox_keys (
      group_name text not null, source text not null, topic text not null, key text not null, last_key_seq bigint not null,
      primary key (group_name, source, topic, key)
    ) with (fillfactor = 70)`);
    this.addSql(`create table parked_messages (
      id bigint generated always as identity primary key,
      group_name text not null, topic text not null, key text not null,
      event_id uuid not null, type text not null, partition integer not null, "offset" bigint not null,
      record_time timestamptz not null, raw_key bytea, value bytea, headers jsonb not null,
      attempts integer not null, error_class text not null, error_message text not null,
      first_failed_at timestamptz not null, last_failed_at timestamptz not null,
      next_attempt_at timestamptz, parked_at timestamptz not null default clock_timestamp(),
      unique (group_name, event_id)
    )`);
    this.addSql(`create index parked_by_key on parked_messages (group_name, topic, key, id)`);
    // Only the head of a key has a due time; those behind it wait for it to go.
    this.addSql(`create index parked_due on parked_messages (group_name, next_attempt_at) where next_attempt_at is not null`);
    this.addSql(`create table consumer_ranges (
      group_name text not null, topic text not null, partition integer not null,
      first_offset bigint not null, last_offset bigint not null, started_at timestamptz not null default now(),
      primary key (group_name, topic, partition)
    ) with (fillfactor = 50)`);
    this.addSql(`create table consumer_attempts (
      group_name text not null, topic text not null, partition integer not null, "offset" bigint not null,
      started_attempts integer not null, last_started_at timestamptz not null default now(),
      primary key (group_name, topic, partition, "offset")
    )`);
  }

  override down(): void {
    this.addSql(`drop table consumer_attempts, consumer_ranges, parked_messages, inbox_keys, inbox,
      relay_leases, relay_members, outbox_keys, outbox`);
    this.addSql(`drop sequence outbox_seq`);
  }
}

class AddOperatorActions extends Migration {
  override up(): void {
    this.addSql(`create table operator_actions (
      id bigint generated always as identity primary key,
      at timestamptz not null default clock_timestamp(),
      who text not null, action text not null, subject text not null, arguments jsonb not null
    )`);
    // Two operators, or one who asks twice: a dead letter is replayed once.
    this.addSql(`create unique index operator_actions_replay on operator_actions (subject) where action = 'dlq replay'`);
    this.addSql(`create index inbox_dead on inbox (group_name) where is_dead`);
    // A replayed message stands in the line where it came from.
    this.addSql(`drop index parked_by_key`);
    this.addSql(`create index parked_by_place on parked_messages (group_name, topic, key, "offset", id)`);
  }

  override down(): void {
    this.addSql(`drop index parked_by_place`);
    this.addSql(`create index parked_by_key on parked_messages (group_name, topic, key, id)`);
    this.addSql(`drop index inbox_dead`);
    this.addSql(`drop table operator_actions`);
  }
}

class IndexDiscards extends Migration {
  override up(): void {
    this.addSql(`create unique index operator_actions_discard on operator_actions (subject) where action = 'dlq discard'`);
  }

  override down(): void {
    this.addSql(`drop index operator_actions_discard`);
  }
}

const BY_INDEX = 'set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off';

/**
 * Claim and mark as functions, because only a function carries planner settings with it. An outbox is nearly always empty, and
 * a plan that was made (and kept) for an empty table reads all of it for every row: with a backlog of 60,000 a claim took
 * minutes. These plans walk the one index whatever the statistics say.
 */
class ClaimByIndex extends Migration {
  override up(): void {
    this.addSql(`create function outbox_heads(relay text, per_shard integer)
      returns table (seq bigint, shard smallint, epoch bigint, topic text, key text, raw_key bytea, payload bytea, headers jsonb, key_seq bigint)
      language plpgsql rows 100 ${BY_INDEX} as $$
      #variable_conflict use_column
      begin
        return query
          select h.seq, l.shard, l.epoch, h.aggregatetype, h.aggregateid, h.raw_key, h.payload, h.headers, h.key_seq
          from relay_members m
          join relay_leases l on l.owner = m.owner
          cross join lateral (select * from outbox o where o.shard = l.shard order by o.seq limit per_shard) h
          where m.owner = relay and m.expires_at > clock_timestamp();
      end $$`);
    this.addSql(`create function outbox_mark(relay text, seqs bigint[], shards smallint[], epochs bigint[])
      returns integer language plpgsql ${BY_INDEX} as $$
      declare
        held record;
        marked integer := 0;
        in_shard integer;
      begin
        for held in
          select l.shard, array_agg(sent.seq) as sent_seqs
          from unnest(seqs, shards, epochs) as sent (seq, shard, epoch)
          join relay_leases l on l.shard = sent.shard and l.owner = relay and l.epoch = sent.epoch
          group by l.shard
        loop
          delete from outbox o where o.shard = held.shard and o.seq = any (held.sent_seqs);
          get diagnostics in_shard = row_count;
          marked := marked + in_shard;
        end loop;
        return marked;
      end $$`);
  }

  override down(): void {
    this.addSql(`drop function outbox_mark`);
    this.addSql(`drop function outbox_heads`);
  }
}

/** The tables of this package, for the migration list of every service. */
export const messagingMigrations: MigrationObject[] = [
  { name: 'messaging-001-create-tables', class: CreateMessagingTables },
  { name: 'messaging-002-operator-actions', class: AddOperatorActions },
  { name: 'messaging-003-discards', class: IndexDiscards },
  { name: 'messaging-004-claim-by-index', class: ClaimByIndex },
];
