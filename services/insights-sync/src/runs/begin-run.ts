import type { SagaEngine } from '@mao/saga';
import { newId, query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SYNC_SAGA } from '../sync-saga/definition.ts';

type Engine = Pick<SagaEngine, 'begin'>;

/** A sync of the whole account for a request, or a place in the one that is running. */
export async function requestAccountRun(
  em: EntityManager,
  engine: Engine,
  request: { socialAccountId: string; requestId: string },
): Promise<void> {
  const id = newId();
  // A run that ends at this very moment is waited for here; the request then gets a run of its own.
  const rows = await query<{ id: string }>(
    em,
    `insert into sync_runs as run (id, social_account_id, trigger, request_ids) values ($1, $2, 'request', array[$3]::text[])
     on conflict (social_account_id) where state = 'running' and campaign_id is null
     do update set request_ids = run.request_ids || excluded.request_ids returning id`,
    [id, request.socialAccountId, request.requestId],
  );
  if (rows[0]?.id === id) await beginSaga(em, engine, id, request.socialAccountId);
}

/** A sync of the whole account because it is time; none if one is running. */
export async function beginScheduledRun(em: EntityManager, engine: Engine, socialAccountId: string): Promise<void> {
  const id = newId();
  const rows = await query(
    em,
    `insert into sync_runs (id, social_account_id, trigger, request_ids) values ($1, $2, 'schedule', '{}')
     on conflict (social_account_id) where state = 'running' and campaign_id is null do nothing returning id`,
    [id, socialAccountId],
  );
  if (rows.length > 0) await beginSaga(em, engine, id, socialAccountId);
}

/** The saga of a run. Tagged with the account, so that a new token can wake it. */
export async function beginSaga(em: EntityManager, engine: Engine, id: string, socialAccountId: string): Promise<void> {
  await engine.begin(em, { type: SYNC_SAGA, id, input: {}, tag: socialAccountId });
}
