import type { Events } from '@mao/contracts';
import type { AccountInfo } from '@mao/graph-api';
import type { EventOf, Outbox } from '@mao/messaging';
import type { SagaTransition } from '@mao/saga';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ACCOUNT_CHECK, type AccountChecked } from '../account-saga/check-account.ts';
import type { AccountInput } from '../account-saga/deps.ts';
import { CAMPAIGN_SAGA } from '../campaign-saga/definition.ts';
import type { CampaignInput } from '../campaign-saga/input.ts';
import type { CheckResult } from '../campaign-saga/results.ts';
import { accountEvents } from './account-projection.ts';
import { endEvents, endOf } from './end-events.ts';
import { objectChanges } from './object-changes.ts';
import { stepEvents } from './step-events.ts';
import { type KnownObject, objectsOf, writeObjects } from './write-objects.ts';

/** Our tables and events follow the sagas: written in the very transaction that moves them. */
export function createProjection(
  outbox: Outbox<Events>,
): (em: EntityManager, transitions: readonly SagaTransition[]) => Promise<void> {
  return async (em, all) => {
    const transitions = all.filter(({ saga }) => saga.type === CAMPAIGN_SAGA);
    await writeObjects(em, transitions.flatMap(objectChanges));
    await writeAccountInfo(em, all);
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
    const told = transitions.flatMap((transition) => eventsOf(transition, objects, now));
    await outbox.append(em, [...told, ...(await accountEvents(em, all, now))]);
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

/** What a check read of the ad account is kept for the next runs. */
async function writeAccountInfo(em: EntityManager, transitions: readonly SagaTransition[]): Promise<void> {
  const read = transitions.flatMap(infoOf).toSorted((a, b) => (a.socialAccountId < b.socialAccountId ? -1 : 1));
  for (const { socialAccountId, info } of read) {
    await em.execute(
      `update social_accounts set account_status = ?, min_daily_budget_cents = ?, info_read_at = now() where id = ? and ad_account_id = ?`,
      [info.accountStatus, info.minDailyBudgetCents, socialAccountId, info.adAccountId],
    );
  }
}

function infoOf({ saga, events }: SagaTransition): { socialAccountId: string; info: AccountInfo }[] {
  return events.flatMap((event) => {
    if (event.type !== 'step-done') return [];
    if (saga.type === ACCOUNT_CHECK) {
      const { info } = event.result as AccountChecked;
      return info ? [{ socialAccountId: (saga.input as AccountInput).socialAccountId, info }] : [];
    }
    const info = event.step === 'check' ? (event.result as CheckResult).accountInfo : null;
    return info ? [{ socialAccountId: (saga.input as CampaignInput).request.socialAccountId, info }] : [];
  });
}
