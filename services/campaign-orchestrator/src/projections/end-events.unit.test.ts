import { describe, expect, test } from '@jest/globals';
import type { SagaEvent, SagaStepView, SagaTransition } from '@mao/saga';
import type { CampaignInput } from '../campaign-saga/input.ts';
import { endEvents, endOf } from './end-events.ts';
import type { KnownObject } from './write-objects.ts';

const NOW = new Date('2026-11-23T10:00:00Z');

const input: CampaignInput = {
  request: {
    campaignId: 'c',
    requestId: 'r',
    socialAccountId: 's',
    requestedBy: 'me',
    requestedAt: '2026-11-23T09:59:55.000Z',
    campaignName: 'Summer',
    objective: 'OUTCOME_SALES',
    optimizationGoal: 'CONVERSIONS',
    dailyBudgetCents: 100,
    lifetimeBudgetCents: null,
    startTime: null,
    endTime: null,
    callToAction: 'LEARN_MORE',
    specialAdCategories: [],
    targetingJson: '{}',
    autoPublish: false,
    creatives: [{ clipId: 'clip', title: 't', description: null, landingUrl: 'https://example.com/' }],
  },
  adsetId: 'set',
  ads: [{ creativeId: 'cr', adId: 'ad', clipId: 'clip' }],
  begunAt: '2026-11-23T09:59:56.000Z',
};

const step = (name: string, more: Partial<SagaStepView> = {}): SagaStepView => ({
  name,
  kind: 'compensatable',
  state: 'done',
  mayExist: false,
  attempts: 1,
  looks: 0,
  startedAt: NOW,
  endedAt: NOW,
  deadlineAt: null,
  nextRetryAt: null,
  waitingFor: null,
  result: null,
  error: null,
  compensation: 'none',
  compensationAttempts: 0,
  ...more,
});

function transition(
  status: SagaTransition['saga']['status'],
  events: readonly SagaEvent[],
  steps: readonly SagaStepView[],
  error: SagaTransition['saga']['error'] = null,
): SagaTransition {
  return {
    saga: {
      id: 'c',
      type: 'campaign',
      version: 1,
      status,
      tag: 's',
      input,
      cancelRequested: false,
      holdReason: null,
      waitingFor: null,
      nextRetryAt: null,
      error,
      steps,
    },
    events,
    trace: {},
  };
}

const check = step('check', {
  result: {
    adAccountId: '1',
    currency: 'USD',
    timezone: 'UTC',
    plan: { steps: [], warnings: [], optimizationGoal: 'OFFSITE_CONVERSIONS' },
    accountInfo: null,
  },
});
const tree = [
  check,
  step('campaign', { result: { metaId: '10' } }),
  step('ad_set', { result: { metaId: '11' } }),
  step('creative_1', { result: { metaId: '12' } }),
  step('ad_1', { result: { metaId: '13' } }),
  step('verify'),
];
const finished = (status: 'completed' | 'compensated' | 'cancelled'): SagaEvent => ({ type: 'finished', at: 0, status });
const refusedAd = step('ad_1', {
  state: 'rejected',
  error: {
    code: 'VALIDATION',
    message: 'Not allowed',
    details: { code: 100, subcode: 1, blame_fields: ['creative'], fbtrace_id: 'f', retryable: false },
  },
});
const objects: KnownObject[] = [
  { campaign_id: 'c', level: 'campaign', meta_id: '10', removed: true, left_reason: null },
  { campaign_id: 'c', level: 'creative', meta_id: '12', removed: false, left_reason: 'shared' },
];

describe('the end of a campaign', () => {
  test('a built tree is announced with all ids, as PAUSED or, after activation, as ACTIVE', () => {
    const paused = endEvents(transition('completed', [finished('completed')], tree), [], NOW);
    expect(paused.map(({ type }) => type)).toEqual(['CampaignCreated']);
    expect(paused[0]?.data).toMatchObject({
      status: 'PAUSED',
      optimizationGoal: 'OFFSITE_CONVERSIONS',
      campaignMetaId: '10',
      adsetMetaId: '11',
      ads: [{ clipId: 'clip', adId: 'ad', adMetaId: '13', creativeId: 'cr', creativeMetaId: '12' }],
    });
    const active = endEvents(
      transition('completed', [finished('completed')], [...tree, step('activate', { kind: 'pivot' })]),
      [],
      NOW,
    );
    expect(active.map(({ type }) => type)).toEqual(['CampaignCreated', 'CampaignActivated']);
    expect(active[0]?.data).toMatchObject({ status: 'ACTIVE' });
  });

  test('a refused step is told in the words of the refusal, with what was removed and what is left, and raises a warning', () => {
    const events = endEvents(transition('compensated', [finished('compensated')], [check, refusedAd]), objects, NOW);
    expect(events.map(({ type }) => type)).toEqual(['CampaignFailed', 'AlertRaised']);
    expect(events[0]?.data).toMatchObject({
      status: 'failed',
      reason: 'Not allowed',
      errors: [{ step: 'ad_1', code: 100, subcode: 1, blameFields: ['creative'], fbtraceId: 'f', retryable: false }],
      removed: [{ level: 'campaign', metaId: '10' }],
      left: [{ level: 'creative', metaId: '12', reason: 'shared' }],
      compensationComplete: true,
    });
    expect(events[1]?.data).toMatchObject({ severity: 'warning', kind: 'campaign_failed', subjectId: 'c' });
  });

  test('a refusal of the check is the answer to the request, not a failed campaign', () => {
    const refused = step('check', {
      state: 'rejected',
      error: { code: 'clip-not-found', message: 'No clip.', details: { httpStatus: 404, pointer: '/clip_id' } },
    });
    const events = endEvents(transition('compensated', [finished('compensated')], [refused]), [], NOW);
    expect(events).toEqual([
      {
        type: 'RequestRejected',
        topic: 'campaigns',
        key: 'c',
        data: {
          requestId: 'r',
          aggregateId: 'c',
          code: 'clip-not-found',
          httpStatus: 404,
          detail: 'No clip.',
          pointer: '/clip_id',
        },
      },
    ]);
  });

  test('the message of a bug stays with the operator', () => {
    const broken = step('ad_1', {
      state: 'rejected',
      error: { code: 'step-threw', message: "Cannot read properties of undefined (reading 'secret')", details: { threw: true } },
    });
    const text = JSON.stringify(endEvents(transition('compensated', [finished('compensated')], [check, broken]), [], NOW));
    expect(text).not.toContain('Cannot read');
    expect(text).toContain('Something went wrong on our side');
  });

  test('a cancelled campaign raises no alert', () => {
    const events = endEvents(transition('cancelled', [finished('cancelled')], [check]), [], NOW);
    expect(events.map(({ type }) => type)).toEqual(['CampaignFailed']);
    expect(events[0]?.data).toMatchObject({ status: 'cancelled' });
  });

  test('what is stuck needs attention: a critical alert names what is still at Meta, and a resume resolves that alert', () => {
    const stuck = transition(
      'needs_attention',
      [{ type: 'attention-needed', at: 0, step: 'campaign', error: { code: 'x', message: 'cannot delete' } }],
      [check, refusedAd],
      { code: 'x', message: 'cannot delete' },
    );
    const [failed, alert] = endEvents(stuck, objects, NOW);
    expect(failed?.data).toMatchObject({ status: 'needs_attention', compensationComplete: false });
    expect(alert?.data).toMatchObject({ severity: 'critical', message: expect.stringContaining('creative 12') });
    const [resolved] = endEvents(transition('compensating', [{ type: 'resumed', at: 0, deadlines: {} }], [check]), [], NOW);
    expect(resolved).toMatchObject({
      type: 'AlertResolved',
      data: { alertId: (alert?.data as { alertId?: string } | undefined)?.alertId },
    });
  });

  test('a campaign that goes on has no end', () => {
    expect(endOf(transition('running', [], tree))).toBeUndefined();
    expect(endEvents(transition('running', [], tree), [], NOW)).toEqual([]);
  });
});
