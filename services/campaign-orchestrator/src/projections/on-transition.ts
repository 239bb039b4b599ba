import type { Events } from '@mao/contracts';
import type { EventOf, Outbox } from '@mao/messaging';
import type { SagaTransition } from '@mao/saga';
import { runWithTrace } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CheckResult } from '../campaign-saga/results.ts';
import { endEvents, endOf } from './end-events.ts';
import { inputOf, objectChanges } from './object-changes.ts';
import { stepEvents } from './step-events.ts';
import { objectsOf, writeObjects } from './write-objects.ts';

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
    for (const transition of transitions) {
      const events: EventOf<Events>[] = [
        ...stepEvents(transition).map((data) => ({ type: 'CampaignStepCompleted', key: transition.saga.id, data }) as const),
        ...endEvents(
          transition,
          objects.filter((object) => object.campaign_id === transition.saga.id),
          now,
        ),
      ];
      if (events.length > 0) await runWithTrace(transition.trace, () => outbox.append(em, events));
    }
  };
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
