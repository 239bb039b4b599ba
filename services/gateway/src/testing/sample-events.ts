import type {
  CampaignCreated,
  CampaignFailed,
  CampaignStepCompleted,
  InsightsSyncCompleted,
  RequestRejected,
} from '@mao/contracts';
import { newId } from '@mao/service-kit';
import type { AcceptedRun } from './gateway-caller.ts';

let metaId = 120_210_000_000_000_000n;
const nextMetaId = (): string => {
  metaId += 1n;
  return String(metaId);
};

const STARTED = new Date('2026-03-01T00:00:00Z');
const COMPLETED = new Date('2026-03-01T00:00:02Z');

export const campaignCreated = (run: AcceptedRun): CampaignCreated => ({
  campaignId: run.campaignId,
  requestId: run.requestId,
  socialAccountId: run.accountId,
  adAccountId: '4711',
  currency: 'USD',
  timezone: 'America/New_York',
  campaignName: 'Summer Sale 2025',
  objective: 'OUTCOME_SALES',
  optimizationGoal: 'LINK_CLICKS',
  status: 'PAUSED',
  campaignMetaId: nextMetaId(),
  adsetId: newId(),
  adsetMetaId: nextMetaId(),
  dailyBudgetCents: 10_000,
  lifetimeBudgetCents: null,
  ads: [{ clipId: run.clipId, adId: newId(), adMetaId: nextMetaId(), creativeId: newId(), creativeMetaId: nextMetaId() }],
  startedAt: STARTED,
  completedAt: COMPLETED,
});

export const campaignFailed = (run: AcceptedRun, status: 'failed' | 'cancelled' | 'needs_attention'): CampaignFailed => ({
  campaignId: run.campaignId,
  requestId: run.requestId,
  socialAccountId: run.accountId,
  status,
  reason: 'Refused.',
  errors: [{ step: 'ad_1', message: 'Refused.', code: 100, subcode: null, blameFields: [], fbtraceId: null, retryable: false }],
  removed: [{ level: 'campaign', metaId: '1' }],
  left: [],
  compensationComplete: status !== 'needs_attention',
  startedAt: STARTED,
  completedAt: COMPLETED,
});

export const syncCompleted = (
  run: Pick<AcceptedRun, 'accountId' | 'requestId'>,
  change: Partial<InsightsSyncCompleted> = {},
): InsightsSyncCompleted => ({
  syncRunId: newId(),
  socialAccountId: run.accountId,
  campaignId: null,
  requestIds: [run.requestId],
  trigger: 'campaign_created',
  success: true,
  rowsSynced: 7,
  rowsChanged: 3,
  dateRangeStart: '2026-02-22',
  dateRangeEnd: '2026-03-01',
  error: null,
  startedAt: STARTED,
  completedAt: COMPLETED,
  ...change,
});

export const stepCompleted = (run: AcceptedRun, change: Partial<CampaignStepCompleted> = {}): CampaignStepCompleted => ({
  campaignId: run.campaignId,
  requestId: run.requestId,
  step: 'campaign',
  position: 1,
  state: 'succeeded',
  attempts: 1,
  startedAt: STARTED,
  endedAt: COMPLETED,
  level: 'campaign',
  metaId: '1',
  waitingFor: null,
  nextRetryAt: null,
  error: null,
  ...change,
});

export const requestRejected = (requestId: string, aggregateId: string): RequestRejected => ({
  requestId,
  aggregateId,
  code: 'account-disabled',
  httpStatus: 409,
  detail: 'Meta reports the ad account as not active.',
  pointer: '/social_account_id',
});
