import type { AlertRaised, Events } from '@mao/contracts';
import type { EventOf } from '@mao/messaging';
import type { SagaTransition } from '@mao/saga';
import { derivedId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ACCOUNT_CHECK, type AccountChecked } from '../account-saga/check-account.ts';
import type { AccountInput } from '../account-saga/deps.ts';
import { ACCOUNT_PAUSE, type AccountPaused } from '../account-saga/pause-account.ts';
import { ACCOUNT_RECONCILE, type AccountReconciled } from '../account-saga/reconcile-account.ts';
import type { CampaignInput } from '../campaign-saga/input.ts';
import { WAITING_FOR_TOKEN } from '../campaign-saga/outcomes.ts';
import { type AccountProblem, TOKEN_REJECTED } from '../domain/account-problem.ts';
import type { SweepLine } from '../reconcile/sweep.ts';
import { adoptObjects } from './adopt-objects.ts';

/** What a transition says about an account: a problem, or that there is none. */
interface Finding {
  readonly socialAccountId: string;
  readonly problem: AccountProblem | null;
}

/** Keeps the problem of each account and tells of it once, and once more when it is gone. */
export async function accountEvents(
  em: EntityManager,
  transitions: readonly SagaTransition[],
  now: Date,
): Promise<EventOf<Events>[]> {
  // In one order, whoever else does the same: two commits must not wait for each other's accounts.
  const findings = transitions.flatMap(findingsOf).toSorted((a, b) => (a.socialAccountId < b.socialAccountId ? -1 : 1));
  const events: EventOf<Events>[] = [];
  for (const finding of findings) events.push(...(await settle(em, finding, now)));
  await adoptObjects(em, transitions.flatMap(sweptLines));
  return [
    ...events,
    ...transitions.flatMap((transition) => [...pausedEvents(transition, now), ...reconciledEvents(transition, now)]),
  ];
}

function findingsOf({ saga, events }: SagaTransition): Finding[] {
  return events.flatMap((event): Finding[] => {
    if (saga.type === ACCOUNT_CHECK && event.type === 'step-done') {
      return [
        { socialAccountId: (saga.input as AccountInput).socialAccountId, problem: (event.result as AccountChecked).problem },
      ];
    }
    const isWaiting = event.type === 'step-waiting' && event.reason === WAITING_FOR_TOKEN;
    return isWaiting && saga.type === 'campaign'
      ? [{ socialAccountId: (saga.input as CampaignInput).request.socialAccountId, problem: TOKEN_REJECTED }]
      : [];
  });
}

async function settle(em: EntityManager, { socialAccountId, problem }: Finding, now: Date): Promise<EventOf<Events>[]> {
  const [known] = await em.execute<{ problem_kind: string | null }[]>(
    `select problem_kind from social_accounts where id = ? for update`,
    [socialAccountId],
  );
  if (known === undefined || known.problem_kind === (problem?.kind ?? null)) return [];
  await em.execute(`update social_accounts set problem_kind = ? where id = ?`, [problem?.kind ?? null, socialAccountId]);
  return [
    ...(known.problem_kind === null ? [] : [resolved(socialAccountId, known.problem_kind, 'it is no longer so', now)]),
    ...(problem === null ? [] : [raised(socialAccountId, { ...problem, severity: 'critical' }, now)]),
  ];
}

function pausedEvents({ saga, events }: SagaTransition, now: Date): EventOf<Events>[] {
  if (saga.type !== ACCOUNT_PAUSE) return [];
  return events.flatMap((event): EventOf<Events>[] => {
    if (event.type !== 'step-done' || (event.result as AccountPaused).isObsolete) return [];
    const { paused } = event.result as AccountPaused;
    const message = `The account is paused: ${paused} campaigns were switched off at Meta.`;
    return [raised((saga.input as AccountInput).socialAccountId, { ...PAUSED, message, severity: 'info' }, now)];
  });
}

function sweptLines({ saga, events }: SagaTransition): readonly SweepLine[] {
  if (saga.type !== ACCOUNT_RECONCILE) return [];
  return events.flatMap((event) => (event.type === 'step-done' ? (event.result as AccountReconciled).lines : []));
}

/** Whatever the standing look could not decide goes to a person, once for all of it; nothing left to decide resolves it. */
function reconciledEvents({ saga, events }: SagaTransition, now: Date): EventOf<Events>[] {
  if (saga.type !== ACCOUNT_RECONCILE) return [];
  const { socialAccountId } = saga.input as AccountInput;
  return events.flatMap((event): EventOf<Events>[] => {
    if (event.type !== 'step-done') return [];
    const open = (event.result as AccountReconciled).lines.filter(({ verdict }) => verdict !== 'adopt');
    if (open.length === 0) return [resolved(socialAccountId, UNRECONCILED.kind, 'nothing is left to decide', now)];
    const named = open.slice(0, 10).map(({ level, meta_id, why }) => `${level} ${meta_id} (${why})`);
    return [
      raised(
        socialAccountId,
        {
          ...UNRECONCILED,
          severity: 'warning',
          message: `${open.length} objects at Meta and our records disagree: ${named.join('; ')}`,
        },
        now,
      ),
    ];
  });
}

const UNRECONCILED = {
  kind: 'account_unreconciled',
  whatToDo: 'npm run cli -- reconcile --account {id} --dry-run shows the whole table.',
};

const PAUSED = {
  kind: 'account_paused',
  whatToDo: 'POST /meta/accounts/{id}/resume lets new work start; campaigns stay paused until somebody switches them on.',
};

const alertId = (socialAccountId: string, kind: string): string => derivedId(socialAccountId, kind);

function raised(
  socialAccountId: string,
  alert: Pick<AlertRaised, 'kind' | 'message' | 'whatToDo' | 'severity'>,
  raisedAt: Date,
): EventOf<Events> {
  const data = {
    ...alert,
    alertId: alertId(socialAccountId, alert.kind),
    socialAccountId,
    subjectType: 'account',
    subjectId: socialAccountId,
    raisedAt,
  };
  return { type: 'AlertRaised', key: socialAccountId, data };
}

function resolved(socialAccountId: string, kind: string, reason: string, resolvedAt: Date): EventOf<Events> {
  return {
    type: 'AlertResolved',
    key: socialAccountId,
    data: { alertId: alertId(socialAccountId, kind), socialAccountId, resolvedAt, reason },
  };
}

/** The switch was released. */
export const pauseResolved = (socialAccountId: string, now: Date): EventOf<Events> =>
  resolved(socialAccountId, PAUSED.kind, 'resumed on request', now);
