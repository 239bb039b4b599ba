import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { frozenGuard, frozenGuardMs } from './frozen-guard.ts';
import { toJson } from './json.ts';
import type { SagaRow, StepRow } from './saga-record.ts';

export interface LoadedSaga {
  readonly saga: SagaRow;
  readonly steps: readonly StepRow[];
  /** The database's clock, epoch milliseconds. */
  readonly now_ms: number;
}

/** A (type, version) pair this engine can work on. */
export interface Kind {
  readonly type: string;
  readonly version: number;
}

const WITH_STEPS = `to_jsonb(s) as saga,
  coalesce((select jsonb_agg(to_jsonb(t)) from saga_steps t where t.saga_id = s.id), '[]'::jsonb) as steps,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;

const IS_DUE = `s.wake_at <= now() and (s.lease_until is null or s.lease_until <= now())`;
const IS_OURS = `(s.type, s.definition_version) in (select k.type, k.version from jsonb_to_recordset($1::jsonb) as k(type text, version integer))`;
const IS_NOT_IN = `s.id not in (select value::uuid from jsonb_array_elements_text($2::jsonb))`;

/**
 * Locks due sagas that nobody else is claiming. Row and steps come from one snapshot; if the row changed since, its
 * version differs and the fenced write finds nothing: the lock alone would not make this safe.
 */
export async function lockDue(
  em: EntityManager,
  options: { kinds: readonly Kind[]; limit: number; except: readonly string[]; leaseMs: number },
): Promise<readonly LoadedSaga[]> {
  return query<LoadedSaga>(
    em,
    `with due as (
       select s.id from sagas s where ${IS_DUE} and ${IS_OURS} and ${IS_NOT_IN}
       order by s.wake_at limit $3 for update skip locked
     ), guard as materialized (select ${frozenGuard('$4')})
     select ${WITH_STEPS} from due join sagas s on s.id = due.id cross join guard order by s.wake_at, s.id`,
    [toJson(options.kinds), toJson(options.except), options.limit, frozenGuardMs(options.leaseMs)],
  );
}

/** As `lockDue`, for one known saga. */
export async function lockDueOne(em: EntityManager, id: string, leaseMs: number): Promise<readonly LoadedSaga[]> {
  return query<LoadedSaga>(
    em,
    `with due as (select s.id from sagas s where s.id = $1::uuid and ${IS_DUE} for update skip locked),
       guard as materialized (select ${frozenGuard('$2')})
     select ${WITH_STEPS} from due join sagas s on s.id = due.id cross join guard`,
    [id, frozenGuardMs(leaseMs)],
  );
}

export async function loadSaga(em: EntityManager, id: string): Promise<LoadedSaga | undefined> {
  const rows = await query<LoadedSaga>(em, `select ${WITH_STEPS} from sagas s where s.id = $1::uuid`, [id]);
  return rows[0];
}

/** Locks the row first and reads after it, so that nothing of what is read can change before the caller commits. */
export async function loadLocked(em: EntityManager, id: string): Promise<LoadedSaga | undefined> {
  await query(em, 'select 1 from sagas where id = $1::uuid for update', [id]);
  return loadSaga(em, id);
}

/** Milliseconds until the next saga is due; negative when one is overdue; undefined when none waits. */
export async function msUntilNextDue(
  em: EntityManager,
  options: { kinds: readonly Kind[]; except: readonly string[] },
): Promise<number | undefined> {
  const rows = await query<{ ms: number | null }>(
    em,
    `select (extract(epoch from s.wake_at - clock_timestamp()) * 1000)::float8 as ms from sagas s
     where s.wake_at is not null and ${IS_OURS} and ${IS_NOT_IN} order by s.wake_at limit 1`,
    [toJson(options.kinds), toJson(options.except)],
  );
  return rows[0]?.ms ?? undefined;
}

/** Kinds of unfinished sagas that this engine does not know, with their numbers. */
export async function strangeKinds(
  em: EntityManager,
  kinds: readonly Kind[],
): Promise<readonly (Kind & { readonly sagas: number })[]> {
  return query<Kind & { sagas: number }>(
    em,
    `select s.type, s.definition_version as version, count(*)::int as sagas from sagas s
     where s.status in ('running','compensating') and not (${IS_OURS}) group by 1, 2`,
    [toJson(kinds)],
  );
}
