import type { Events } from '@mao/contracts';
import type { EventOf, Outbox } from '@mao/messaging';
import type { SagaTransition } from '@mao/saga';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CheckResult } from '../campaign-saga/results.ts';
import { endEvents, endOf } from './end-events.ts';
import { inputOf, objectChanges } from './object-changes.ts';
import { stepEvents } from './step-events.ts';
import { type KnownObject, objectsOf, writeObjects } from './write-objects.ts';

/** Our tables and events follow the sagas: written in the very transaction that moves them. */
export function createProjection(
  outbox: Outbox<Events>,
): (em: EntityManager, transitions: readonly SagaTransition[]) => Promise<void> {
  return async (em, transitions) => {
    await writeObjects(em, transitions.flatMap(objectChanges));
    await writeAccountInfo(em, transitions);
    await writeEnds(em, transitions);
    const ended = transitions.filter((transition) =>
      ['failed', 'cancelled', 'needs_attention'].includes(endOf(transition) ?? ''),
    );
    const objects = await objectsOf(
      em,
      ended.map(({ saga }) => saga.id),
    );
    const now = new Date();
    // One statement for all sagas of the commit: it locks the keys in one order, whoever else appends.
    await outbox.append(
      em,
      transitions.flatMap((transition) => eventsOf(transition, objects, now)),
    );
  };
}

function eventsOf(transition: SagaTransition, objects: readonly KnownObject[], now: Date): EventOf<Events>[] {
  const { saga, trace } = transition;
  const steps = stepEvents(transition).map((data) => ({ type: 'CampaignStepCompleted', key: saga.id, data }) as const);
  const own = objects.filter((object) => object.campaign_id === saga.id);
  return [...steps, ...endEvents(transition, own, now)].map((event) => ({ ...event, trace }));
}

async function writeEnds(em: EntityManager, transitions: readonly SagaTransition[]): Promise<void> {
  const ends = transitions.flatMap((transition) => {
    const status = endOf(transition);
    return status === undefined ? [] : [{ id: transition.saga.id, status }];
  });
  if (ends.length === 0) return;
  await em.execute(
    `update meta_campaigns set status = row.status, finished_at = now() from jsonb_to_recordset(?::jsonb) as row (id uuid, status text) where meta_campaigns.id = row.id`,
    [JSON.stringify(ends)],
  );
}

/** What the check step read of the ad account is kept for the next runs. */
async function writeAccountInfo(em: EntityManager, transitions: readonly SagaTransition[]): Promise<void> {
  for (const transition of transitions) {
    const checked = transition.events.find((event) => event.type === 'step-done' && event.step === 'check');
    const info = checked?.type === 'step-done' ? (checked.result as CheckResult).accountInfo : null;
    if (!info) continue;
    await em.execute(
      `update social_accounts set account_status = ?, min_daily_budget_cents = ?, info_read_at = now() where id = ? and ad_account_id = ?`,
      [info.accountStatus, info.minDailyBudgetCents, inputOf(transition).request.socialAccountId, info.adAccountId],
    );
  }
}
