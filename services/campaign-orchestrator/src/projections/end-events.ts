import type {
  AlertRaised,
  AlertResolved,
  CampaignActivated,
  CampaignCreated,
  CampaignFailed,
  Events,
  RequestRejected,
} from '@mao/contracts';
import type { EventOf } from '@mao/messaging';
import type { SagaTransition } from '@mao/saga';
import { derivedId } from '@mao/service-kit';
import type { CheckResult, CreatedObject } from '../campaign-saga/results.ts';
import { inputOf } from './object-changes.ts';
import { publicMessage, stepError } from './step-events.ts';
import type { KnownObject } from './write-objects.ts';

type EndStatus = 'PAUSED' | 'ACTIVE' | 'failed' | 'cancelled' | 'needs_attention';

/** How a campaign ended with this transition; undefined while it goes on. */
export function endOf(transition: SagaTransition): EndStatus | undefined {
  const ended = transition.events.some((event) => event.type === 'finished' || event.type === 'attention-needed');
  if (!ended) return undefined;
  switch (transition.saga.status) {
    case 'completed':
      return transition.saga.steps.some((step) => step.name === 'activate' && step.state === 'done') ? 'ACTIVE' : 'PAUSED';
    case 'cancelled':
      return 'cancelled';
    case 'needs_attention':
      return 'needs_attention';
    default:
      return 'failed';
  }
}

/** What others hear when a campaign has ended. Pure. `objects`: all that were ever made for it. */
export function endEvents(transition: SagaTransition, objects: readonly KnownObject[], now: Date): EventOf<Events>[] {
  const alerts = resolvedAlerts(transition, now);
  const end = endOf(transition);
  if (end === undefined) return alerts;
  if (end === 'PAUSED' || end === 'ACTIVE') return [...alerts, ...createdEvents(transition, end, now)];
  const refusal = requestRefusal(transition);
  if (refusal !== undefined && end === 'failed')
    return [...alerts, { type: 'RequestRejected', topic: 'campaigns', key: transition.saga.id, data: refusal }];
  const failure = campaignFailed(transition, end, objects, now);
  const failed: EventOf<Events> = { type: 'CampaignFailed', key: transition.saga.id, data: failure };
  if (end === 'cancelled') return [...alerts, failed];
  const alert = alertRaised(transition, end, failure, now);
  return [...alerts, failed, { type: 'AlertRaised', key: alert.socialAccountId, data: alert }];
}

/** The check refused the request before anything was made: that is the caller's problem, not a failed campaign. */
function requestRefusal(transition: SagaTransition): RequestRejected | undefined {
  const check = transition.saga.steps.find((step) => step.name === 'check' && step.state === 'rejected');
  const status = check?.error?.details?.['httpStatus'];
  if (!check?.error || typeof status !== 'number') return undefined;
  const pointer = check.error.details?.['pointer'];
  return {
    requestId: inputOf(transition).request.requestId,
    aggregateId: transition.saga.id,
    code: check.error.code,
    httpStatus: status,
    detail: check.error.message,
    pointer: typeof pointer === 'string' ? pointer : null,
  };
}

function createdEvents(transition: SagaTransition, status: 'PAUSED' | 'ACTIVE', now: Date): EventOf<Events>[] {
  const { request } = inputOf(transition);
  const created: EventOf<Events> = {
    type: 'CampaignCreated',
    key: transition.saga.id,
    data: campaignCreated(transition, status, now),
  };
  if (status === 'PAUSED') return [created];
  const activated: CampaignActivated = {
    campaignId: transition.saga.id,
    requestId: request.requestId,
    socialAccountId: request.socialAccountId,
    activatedAt: now,
  };
  return [created, { type: 'CampaignActivated', key: transition.saga.id, data: activated }];
}

function campaignCreated(transition: SagaTransition, status: 'PAUSED' | 'ACTIVE', now: Date): CampaignCreated {
  const { saga } = transition;
  const input = inputOf(transition);
  const { request } = input;
  const result = <T>(name: string): T => saga.steps.find((step) => step.name === name)?.result as T;
  const check = result<CheckResult>('check');
  const metaId = (name: string) => result<CreatedObject>(name).metaId;
  return {
    campaignId: saga.id,
    requestId: request.requestId,
    socialAccountId: request.socialAccountId,
    adAccountId: check.adAccountId,
    currency: check.currency,
    timezone: check.timezone,
    campaignName: request.campaignName,
    objective: request.objective,
    optimizationGoal: check.plan.optimizationGoal,
    status,
    campaignMetaId: metaId('campaign'),
    adsetId: input.adsetId,
    adsetMetaId: metaId('ad_set'),
    dailyBudgetCents: request.dailyBudgetCents,
    lifetimeBudgetCents: request.lifetimeBudgetCents,
    ads: input.ads.map((ad, index) => ({
      ...ad,
      adMetaId: metaId(`ad_${index + 1}`),
      creativeMetaId: metaId(`creative_${index + 1}`),
    })),
    startedAt: new Date(request.requestedAt),
    completedAt: now,
  };
}

function campaignFailed(
  transition: SagaTransition,
  status: CampaignFailed['status'],
  objects: readonly KnownObject[],
  now: Date,
): CampaignFailed {
  const { saga } = transition;
  const { request } = inputOf(transition);
  const errors = saga.steps.flatMap((step) => (step.error && step.state !== 'done' ? [stepError(step.name, step.error)] : []));
  const stuck = status === 'needs_attention' && saga.error ? publicMessage(saga.error) : undefined;
  return {
    campaignId: saga.id,
    requestId: request.requestId,
    socialAccountId: request.socialAccountId,
    status,
    reason:
      status === 'cancelled'
        ? 'The campaign was cancelled on request.'
        : (stuck ?? errors[0]?.message ?? (saga.error ? publicMessage(saga.error) : 'The campaign could not be built.')),
    errors,
    removed: objects.filter((object) => object.removed).map(({ level, meta_id }) => ({ level, metaId: meta_id })),
    left: objects
      .filter((object) => !object.removed)
      .map(({ level, meta_id, left_reason }) => ({ level, metaId: meta_id, reason: left_reason ?? stuck ?? 'not removed' })),
    compensationComplete: status !== 'needs_attention',
    startedAt: new Date(request.requestedAt),
    completedAt: now,
  };
}

const attentionAlertId = (sagaId: string): string => derivedId(sagaId, 'needs_attention');

function alertRaised(
  transition: SagaTransition,
  end: 'failed' | 'needs_attention',
  failure: CampaignFailed,
  now: Date,
): AlertRaised {
  const isStuck = end === 'needs_attention';
  const { request } = inputOf(transition);
  const left = failure.left.map(({ level, metaId }) => `${level} ${metaId}`).join(', ');
  return {
    alertId: isStuck ? attentionAlertId(transition.saga.id) : derivedId(transition.saga.id, end),
    socialAccountId: failure.socialAccountId,
    kind: isStuck ? 'campaign_needs_attention' : 'campaign_failed',
    severity: isStuck ? 'critical' : 'warning',
    subjectType: 'campaign',
    subjectId: transition.saga.id,
    message: `"${request.campaignName}": ${failure.reason}${isStuck && left !== '' ? ` Still at Meta: ${left}.` : ''}`,
    whatToDo: isStuck
      ? `Look at the campaign in Ads Manager, then POST /meta/campaigns/${transition.saga.id}/resume.`
      : 'Everything made was removed. Correct what Meta refused and send the request again.',
    raisedAt: now,
  };
}

/** Resuming means that somebody looks after it. */
function resolvedAlerts(transition: SagaTransition, now: Date): EventOf<Events>[] {
  if (!transition.events.some((event) => event.type === 'resumed')) return [];
  const { socialAccountId } = inputOf(transition).request;
  const data: AlertResolved = {
    alertId: attentionAlertId(transition.saga.id),
    socialAccountId,
    resolvedAt: now,
    reason: 'resumed',
  };
  return [{ type: 'AlertResolved', key: socialAccountId, data }];
}
