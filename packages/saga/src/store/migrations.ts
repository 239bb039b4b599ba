import type { MigrationObject } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';

/** Rows change several times within a second: room for in-page updates, and early vacuum. */
const BUSY = 'fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500';

class CreateSagaTables extends Migration {
  override up(): void {
    this.addSql(`create table sagas (
      id uuid primary key,
      type text not null,
      definition_version integer not null,
      status text not null check (status in ('running','compensating','completed','compensated','cancelled','needs_attention')),
      heading text not null check (heading in ('completed','compensated','cancelled')),
      tag text,
      input jsonb not null,
      version bigint not null default 0,
      requests bigint not null default 0,
      lease_owner text,
      lease_epoch bigint not null default 0,
      lease_until timestamptz,
      wake_at timestamptz,
      waiting_for text,
      cancel_requested boolean not null default false,
      resume_requested boolean not null default false,
      wake_requested boolean not null default false,
      hold_reason text,
      correlation_id text,
      causation_id text,
      traceparent text,
      error jsonb,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz,
      check ((lease_owner is null) = (lease_until is null))
    ) with (${BUSY})`);
    this.addSql(`create index sagas_wake on sagas (wake_at) where wake_at is not null`);
    this.addSql(`create index sagas_tag on sagas (tag) where tag is not null and status in ('running','compensating')`);
    this.addSql(`create index sagas_open on sagas (status, type) where status in ('running','compensating','needs_attention')`);
    this.addSql(`create table saga_steps (
      saga_id uuid not null references sagas (id) on delete cascade,
      name text not null,
      position integer not null,
      kind text not null check (kind in ('compensatable','pivot','retriable')),
      state text not null check (state in ('pending','running','unknown','waiting','done','rejected')),
      may_exist boolean not null,
      attempts integer not null check (attempts >= 0),
      looks integer not null,
      look_failures integer not null,
      intent_at timestamptz,
      ended_at timestamptz,
      deadline_at timestamptz,
      retry_at timestamptz,
      waiting_for text,
      result jsonb,
      error jsonb,
      compensation text not null check (compensation in ('none','running','waiting','done')),
      compensation_attempts integer not null check (compensation_attempts >= 0),
      primary key (saga_id, name),
      check (compensation = 'none' or kind = 'compensatable')
    ) with (${BUSY})`);
  }

  override down(): void {
    this.addSql('drop table saga_steps');
    this.addSql('drop table sagas');
  }
}

/** For `openDatabase({ migrations })`. */
export const sagaMigrations: readonly MigrationObject[] = [{ name: 'saga-0001-tables', class: CreateSagaTables }];
