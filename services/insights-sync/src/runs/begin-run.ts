import type { SagaEngine } from '@mao/saga';
import { newId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SYNC_SAGA } from '../sync-saga/definition.ts';

type Engine = Pick<SagaEngine, 'begin'>;

/** The first sync of a new campaign's ads. */
export async function beginCampaignRun(
  em: EntityManager,
  engine: Engine,
  run: { socialAccountId: string; campaignId: string; requestId: string },
): Promise<void> {
  const id = newId();
  await em.execute(
    `insert into sync_runs (id, social_account_id, campaign_id, trigger, request_ids) values (?, ?, ?, 'campaign_created', array[?]::text[])`,
    [id, run.socialAccountId, run.campaignId, run.requestId],
  );
  await beginSaga(em, engine, id, run.socialAccountId);
}

/** A sync of the whole account for a request, or a place in the one that is running. */
export async function requestAccountRun(
  em: EntityManager,
  engine: Engine,
  request: { socialAccountId: string; requestId: string },
): Promise<void> {
  const id = newId();
  // A run that ends at this very moment is waited for here; the request then gets a run of its own.
  const rows = await em.execute<{ id: string }[]>(
    `insert into sync_runs as run (id, social_account_id, trigger, request_ids) values (?, ?, 'request', array[?]::text[])
     on conflict (social_account_id) where state = 'running' and campaign_id is null
     do update set request_ids = run.request_ids || excluded.request_ids returning id`,
    [id, request.socialAccountId, request.requestId],
  );
  if (rows[0]?.id === id) await beginSaga(em, engine, id, request.socialAccountId);
}

/** A sync of the whole account because it is time; none if one is running. */
export async function beginScheduledRun(em: EntityManager, engine: Engine, socialAccountId: string): Promise<void> {
  const id = newId();
  const rows = await em.execute<{ id: string }[]>(
    `insert into sync_runs (id, social_account_id, trigger, request_ids) values (?, ?, 'schedule', '{}')
     on conflict (social_account_id) where state = 'running' and campaign_id is null do nothing returning id`,
    [id, socialAccountId],
  );
  if (rows.length > 0) await beginSaga(em, engine, id, socialAccountId);
}

/** Tagged with the account, so that a new token can wake it. */
async function beginSaga(em: EntityManager, engine: Engine, id: string, socialAccountId: string): Promise<void> {
  await engine.begin(em, { type: SYNC_SAGA, id, input: {}, tag: socialAccountId });
}
