import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { SagaTarget } from '../engine.ts';
import { toJson } from './json.ts';

/**
 * Requests from outside are columns beside the state, with a counter of their own. A worker in flight finds it moved at
 * its next commit, reads them and decides again, without losing the outcome it holds. (Were it the version that moved,
 * a worker could not tell a request from its own commit whose answer was lost.)
 */
const DUE_UNLESS_LEASED = `wake_at = case when s.lease_until > now() then s.wake_at else now() end, requests = s.requests + 1`;

export async function flagCancel(em: EntityManager, id: string): Promise<void> {
  await query(em, `update sagas s set cancel_requested = true, ${DUE_UNLESS_LEASED} where id = $1::uuid`, [id]);
}

export async function flagResume(em: EntityManager, id: string): Promise<boolean> {
  const rows = await query(
    em,
    `update sagas s set resume_requested = true, ${DUE_UNLESS_LEASED} where id = $1::uuid and status = 'needs_attention' returning id`,
    [id],
  );
  return rows.length > 0;
}

export function flagWake(em: EntityManager, target: SagaTarget): Promise<number> {
  return updateTargets(em, target, `wake_requested = true, ${DUE_UNLESS_LEASED}`, []);
}

export function setHold(em: EntityManager, target: SagaTarget, reason: string): Promise<number> {
  return updateTargets(em, target, 'hold_reason = $2, requests = s.requests + 1', [reason]);
}

export function clearHold(em: EntityManager, target: SagaTarget): Promise<number> {
  return updateTargets(em, target, `hold_reason = null, ${DUE_UNLESS_LEASED}`, [], 'and s.hold_reason is not null');
}

/** Locks in the order of ids, as every statement on several sagas does: no deadlock among them. */
async function updateTargets(
  em: EntityManager,
  target: SagaTarget,
  assignments: string,
  values: readonly string[],
  condition = '',
): Promise<number> {
  const [where, key] =
    'tag' in target
      ? ['s.tag = $1', target.tag]
      : ['s.id in (select value::uuid from jsonb_array_elements_text($1::jsonb))', toJson(target.ids)];
  const rows = await query(
    em,
    `with hit as (
       select s.id from sagas s where ${where} and s.status in ('running','compensating') ${condition} order by s.id for update of s
     ) update sagas s set ${assignments} from hit where s.id = hit.id returning s.id`,
    [key, ...values],
  );
  return rows.length;
}
