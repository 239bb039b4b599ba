import { describe, expect, it } from '@jest/globals';
import type { InsightsSyncResult } from '@mao/contracts';
import type { CampaignOutcome } from './campaign-outcome.ts';
import { type RunFacts, runAnswer } from './run-answer.ts';

const ad = { clip_id: 'clip', ad_db_id: 'ad', ad_meta_id: '4', creative_db_id: 'creative', creative_meta_id: '3' };
const times = { startedAt: '2026-03-01T00:00:00.000Z', completedAt: '2026-03-01T00:00:02.000Z' };
const built: CampaignOutcome = {
  kind: 'built',
  status: 'PAUSED',
  campaignMetaId: '1',
  adsetId: 'adset',
  adsetMetaId: '2',
  ads: [ad, { ...ad, ad_db_id: 'second' }],
  ...times,
};
const failure = {
  step: 'ad_1',
  message: 'Refused.',
  code: 100,
  subcode: null,
  blame_fields: [],
  fbtrace_id: null,
  retryable: false,
};
const compensation = { removed: [{ level: 'campaign', meta_id: '1' }], left: [], complete: true };
const notBuilt = (state: 'failed' | 'cancelled' | 'needs_attention'): CampaignOutcome => ({
  kind: 'not_built',
  state,
  reason: 'Refused.',
  errors: [failure],
  compensation,
  ...times,
});
const insights: InsightsSyncResult = {
  insights_synced: 7,
  date_range_start: '2026-02-22',
  date_range_end: '2026-03-01',
  success: true,
  error: null,
};
const facts = (known: Partial<RunFacts>): RunFacts => ({
  operationId: 'operation',
  campaignId: 'campaign',
  socialAccountId: 'account',
  clipId: 'clip',
  campaign: null,
  insights: null,
  now: new Date('2026-03-01T00:00:05.2Z'),
  ...known,
});

describe('the answer of a run', () => {
  it.each([
    ['nothing', {}],
    ['the campaign only', { campaign: built }],
    ['the insights only', { insights }],
  ])('is not ready with %s', (_what, known) => {
    expect(runAnswer(facts(known))).toBeUndefined();
  });

  it('of a built campaign has the ids of the first ad flat and all of them listed', () => {
    const answer = runAnswer(facts({ campaign: built, insights }));
    expect(answer).toMatchObject({
      state: 'succeeded',
      result: {
        request_id: 'operation',
        overall_success: true,
        started_at: times.startedAt,
        completed_at: '2026-03-01T00:00:05.200Z',
        duration_seconds: 5.2,
        campaign_creation: {
          campaign_db_id: 'campaign',
          campaign_meta_id: '1',
          adset_db_id: 'adset',
          ad_db_id: 'ad',
          ad_meta_id: '4',
          creative_db_id: 'creative',
          status: 'PAUSED',
          success: true,
          error: null,
        },
        insights_sync: insights,
        errors: [],
      },
    });
    expect(answer?.result.campaign_creation.ads).toHaveLength(2);
    expect(answer?.result.compensation).toBeUndefined();
  });

  it('is a success when only the insights failed', () => {
    const failed = { ...insights, success: false, error: 'throttled' };
    expect(runAnswer(facts({ campaign: built, insights: failed }))).toMatchObject({
      state: 'succeeded',
      result: { overall_success: true, insights_sync: { success: false, error: 'throttled' } },
    });
  });

  it.each(['failed', 'cancelled', 'needs_attention'] as const)('of a %s campaign does not wait for insights', (state) => {
    expect(runAnswer(facts({ campaign: notBuilt(state) }))).toMatchObject({
      state,
      result: {
        overall_success: false,
        completed_at: times.completedAt,
        duration_seconds: 2,
        campaign_creation: { campaign_db_id: 'campaign', campaign_meta_id: null, ads: [], success: false, error: 'Refused.' },
        insights_sync: null,
        errors: [failure],
        compensation,
      },
    });
  });

  it('never lasts less than nothing, when clocks differ', () => {
    const now = new Date('2026-02-28T23:59:59Z');
    expect(runAnswer(facts({ campaign: built, insights, now }))?.result.duration_seconds).toBe(0);
  });
});
