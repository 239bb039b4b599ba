import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { hasEnded, type SagaState, type StepState } from '../core/saga-state.ts';
import { frozenGuard, frozenGuardMs } from './frozen-guard.ts';
import { toJson } from './json.ts';

/** The next state of one saga, and who may write it. */
export interface SagaWrite {
  readonly id: string;
  /** What the state was built on; the write finds nothing when any of them has moved. */
  readonly version: number;
  readonly requests: number;
  readonly epoch: number;
  /**
   * A claim begins a new epoch, even one that ends in waiting at once: else a worker whose lease ran out would take the
   * claim's write for its own.
   */
  readonly isClaim: boolean;
  /** release: nobody holds it until `wakeAt`. */
  readonly lease: 'hold' | 'release';
  readonly wakeAt: number | null;
  readonly waitingFor: string | null;
  readonly before: SagaState;
  readonly after: SagaState;
}

export interface Saved {
  readonly ids: ReadonlySet<string>;
  /** The database's clock, epoch milliseconds. */
  readonly nowMs: number;
}

const SAVE = `
with input as (
  select * from jsonb_to_recordset($1::jsonb) as i(
    id uuid, version bigint, requests bigint, epoch bigint, is_claim boolean, lease text, status text, heading text, has_ended boolean,
    wake_ms float8, waiting_for text, error jsonb)
), options as (
  select $2::text as owner, clock_timestamp() + $3::float8 * interval '1 millisecond' as lease_end, ${frozenGuard('$4')} as guard
), locked as materialized (
  select s.id from sagas s join input i
    on s.id = i.id and s.version = i.version and s.requests = i.requests and s.lease_epoch = i.epoch
  order by s.id for update of s
), saved as (
  update sagas s set
    status = i.status, heading = i.heading, waiting_for = i.waiting_for, error = i.error,
    version = s.version + 1,
    lease_epoch = s.lease_epoch + i.is_claim::integer,
    lease_owner = case i.lease when 'release' then null else o.owner end,
    lease_until = case i.lease when 'release' then null else o.lease_end end,
    wake_at = case i.lease when 'release' then to_timestamp(i.wake_ms / 1000) else o.lease_end end,
    wake_requested = false, resume_requested = false,
    updated_at = clock_timestamp(),
    finished_at = case when i.has_ended then clock_timestamp() end
  from input i join locked l on l.id = i.id cross join options o
  where s.id = i.id and s.version = i.version and s.requests = i.requests and s.lease_epoch = i.epoch
  returning s.id
), steps as (
  insert into saga_steps (saga_id, name, position, kind, state, may_exist, attempts, looks, look_failures, intent_at, ended_at,
    deadline_at, retry_at, waiting_for, result, error, compensation, compensation_attempts)
  select t.saga_id, t.name, t.position, t.kind, t.state, t.may_exist, t.attempts, t.looks, t.look_failures,
    to_timestamp(t.intent_at / 1000), to_timestamp(t.ended_at / 1000), to_timestamp(t.deadline_at / 1000),
    to_timestamp(t.retry_at / 1000), t.waiting_for, t.result, t.error, t.compensation, t.compensation_attempts
  from jsonb_to_recordset($5::jsonb) as t(
    saga_id uuid, name text, position integer, kind text, state text, may_exist boolean, attempts integer, looks integer,
    look_failures integer, intent_at float8, ended_at float8, deadline_at float8, retry_at float8, waiting_for text,
    result jsonb, error jsonb, compensation text, compensation_attempts integer)
  join saved on saved.id = t.saga_id
  on conflict (saga_id, name) do update set
    state = excluded.state, may_exist = excluded.may_exist, attempts = excluded.attempts, looks = excluded.looks,
    look_failures = excluded.look_failures, intent_at = excluded.intent_at, ended_at = excluded.ended_at,
    deadline_at = excluded.deadline_at, retry_at = excluded.retry_at, waiting_for = excluded.waiting_for,
    result = excluded.result, error = excluded.error, compensation = excluded.compensation,
    compensation_attempts = excluded.compensation_attempts
)
select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms, coalesce(jsonb_agg(saved.id), '[]'::jsonb) as ids from saved`;

/**
 * Writes the next states of many sagas, their changed steps and their leases in one statement. A saga that has moved
 * meanwhile is left out, without harm to the others. Rows are locked in the order of their ids: two such statements
 * cannot deadlock.
 */
export async function saveSagas(
  em: EntityManager,
  writes: readonly SagaWrite[],
  lease: { owner: string; leaseMs: number },
): Promise<Saved> {
  const sagas = writes.map((write) => ({
    id: write.id,
    version: write.version,
    requests: write.requests,
    epoch: write.epoch,
    is_claim: write.isClaim,
    lease: write.lease,
    status: write.after.status,
    heading: write.after.heading,
    has_ended: hasEnded(write.after.status),
    wake_ms: write.wakeAt,
    waiting_for: write.waitingFor,
    error: write.after.error,
  }));
  const rows = await query<{ now_ms: number; ids: string[] }>(em, SAVE, [
    toJson(sagas),
    lease.owner,
    lease.leaseMs,
    frozenGuardMs(lease.leaseMs),
    toJson(writes.flatMap(changedSteps)),
  ]);
  return { ids: new Set(rows[0]?.ids), nowMs: rows[0]?.now_ms ?? Number.NaN };
}

function changedSteps(write: SagaWrite): Record<string, unknown>[] {
  return write.after.steps.flatMap((step, position) =>
    step === write.before.steps[position] ? [] : [{ saga_id: write.id, position, ...stepColumns(step) }],
  );
}

function stepColumns(step: StepState): Record<string, unknown> {
  return {
    name: step.name,
    kind: step.kind,
    state: step.state,
    may_exist: step.mayExist,
    attempts: step.attempts,
    looks: step.looks,
    look_failures: step.lookFailures,
    intent_at: step.intentAt,
    ended_at: step.endedAt,
    deadline_at: step.deadlineAt,
    retry_at: step.retryAt,
    waiting_for: step.waitingFor,
    result: step.result,
    error: step.error,
    compensation: step.compensation,
    compensation_attempts: step.compensationAttempts,
  };
}
