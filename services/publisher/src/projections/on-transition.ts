import type { Events } from '@mao/contracts';
import type { EventOf, Outbox } from '@mao/messaging';
import type { SagaTransition } from '@mao/saga';
import { runWithTrace } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PublishInput } from '../publish-saga/input.ts';
import { publishFailedAlert, publishFailedResolved } from './alerts.ts';
import { type PublishNews, publishNews } from './publish-news.ts';

interface Told {
  readonly transition: SagaTransition;
  readonly publications: readonly EventOf<Events>[];
  readonly alerts: readonly EventOf<Events>[];
}

/** The publish logs and their events follow the sagas: written in the very transaction that moves them. */
export function createProjection(
  outbox: Outbox<Events>,
): (em: EntityManager, transitions: readonly SagaTransition[]) => Promise<void> {
  return async (em, transitions) => {
    const told: Told[] = [];
    // In one order, whoever else does the same: two commits must not wait for each other.
    for (const transition of transitions.toSorted((a, b) => (a.saga.id < b.saga.id ? -1 : 1))) {
      const news = publishNews(transition);
      if (news !== undefined && (await writeLog(em, transition, news))) told.push(tell(transition, news, new Date()));
    }
    for (const { transition, publications } of told) await runWithTrace(transition.trace, () => outbox.append(em, publications));
    for (const { transition, alerts } of told.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
      await runWithTrace(transition.trace, () => outbox.append(em, alerts));
  };
}

const keyOf = ({ alerts }: Told): string => alerts[0]?.key ?? '';

/** @returns whether others should hear of it. A published log never becomes anything else. */
async function writeLog(em: EntityManager, { saga }: SagaTransition, news: PublishNews): Promise<boolean> {
  const isRepeatable = news.status === 'retry' && news.isLong;
  const onlyIfPending = news.status === 'processing' && news.onlyIfPending;
  const rows = await em.execute<unknown[]>(
    `update publish_logs set status = ?, reason = ?, external_id = ?, external_url = ?, attempts = ?, updated_at = now()
     where id = ? and status <> 'success' and (? or (status, reason) is distinct from (?, ?)) and (status = 'pending' or not ?) returning id`,
    [
      news.status,
      reasonOf(news),
      news.status === 'success' ? news.externalId : null,
      news.status === 'success' ? news.externalUrl : null,
      Math.max(...saga.steps.map((step) => step.attempts)),
      saga.id,
      isRepeatable,
      news.status,
      reasonOf(news),
      onlyIfPending,
    ],
  );
  return rows.length > 0;
}

const reasonOf = (news: PublishNews): string | null => (news.status === 'success' ? null : news.reason);

function tell(transition: SagaTransition, news: PublishNews, now: Date): Told {
  const { saga } = transition;
  const { abTestId, socialAccountId, clipId } = saga.input as PublishInput;
  const log = { publishLogId: saga.id, abTestId, socialAccountId };
  const isResumed = transition.events.some(({ type }) => type === 'resumed');
  const resolved = isResumed ? [publishFailedResolved(saga.id, socialAccountId, now)] : [];
  switch (news.status) {
    case 'processing':
    case 'retry': {
      const nextRetryAt = news.status === 'retry' ? news.nextRetryAt : null;
      const data = { ...log, status: news.status, reason: news.reason, nextRetryAt, at: now };
      return { transition, publications: [{ type: 'PublishProgressed', key: saga.id, data }], alerts: resolved };
    }
    case 'success': {
      const { externalId, externalUrl } = news;
      const data = { ...log, clipId, externalId, externalUrl, publishedAt: now };
      return { transition, publications: [{ type: 'PublishSucceeded', key: saga.id, data }], alerts: resolved };
    }
    case 'failed': {
      const data = { ...log, clipId, reason: news.reason, failedAt: now };
      const alert = publishFailedAlert({ ...log, ...news }, now);
      return { transition, publications: [{ type: 'PublishFailed', key: saga.id, data }], alerts: [alert] };
    }
  }
}
