import { describe, expect, it } from '@jest/globals';
import { createGraphClient } from './client.ts';
import type { CreateOutcome } from './errors/graph-error.ts';
import { marker, sagaLabel } from './marker.ts';
import { payloadFor } from './plan/payload-for.ts';
import type { CampaignPlan, PlanStep, StepName } from './plan/plan.ts';
import { useFakeGraph } from './testing/graph-rig.ts';
import { planned } from './testing/run-fixtures.ts';
import { decideAdoption } from './tree/decide-adoption.ts';

const access = { adAccountId: 'act_123', accessToken: 'token-1' };
const SAGA = 'saga-1';
const label = sagaLabel('secret', SAGA);
const keyOf = (step: string): string => marker('secret', SAGA, step);

const graph = useFakeGraph();

type Ids = { [step in StepName]?: string };

const create = (step: PlanStep, ids: Ids): Promise<CreateOutcome> =>
  graph.client.create(access, {
    level: step.level,
    name: step.name,
    fields: payloadFor(step, ids),
    marker: keyOf(step.step),
    label,
  });

async function build(plan: CampaignPlan): Promise<Ids> {
  const ids: Ids = {};
  for (const step of plan.steps) {
    const outcome = await create(step, ids);
    if (outcome.outcome !== 'confirmed') throw new Error(`${step.step}: ${JSON.stringify(outcome)}`);
    ids[step.step] = outcome.id;
  }
  return ids;
}

const idOf = (ids: Ids, step: StepName): string => ids[step] ?? `no ${step}`;
const stepOf = (plan: CampaignPlan, name: StepName): PlanStep =>
  plan.steps.find(({ step }) => step === name) ?? plan.steps[0] ?? fail();
const fail = (): never => {
  throw new Error('empty plan');
};

const twoAds = () => planned({ request: { variants: [{ clip_id: 'clip-2', creative_title: 'Second' }] } });

describe('a planned tree', () => {
  it('is accepted, paused, verified, activated, paused and deleted again', async () => {
    const plan = twoAds();
    const ids = await build(plan);
    for (const step of plan.steps) {
      const verified = await graph.client.verify(access, {
        level: step.level,
        id: idOf(ids, step.step),
        fields: payloadFor(step, ids),
      });
      expect(verified).toMatchObject({ ok: true, value: { state: expect.stringMatching(/matches|pending/) } });
    }
    expect((await graph.control.summary()).levels['campaign']).toMatchObject({ live: 1, active: 0 });

    for (const step of ['ad_1', 'ad_2', 'ad_set', 'campaign'] as const) {
      expect(await graph.client.setStatus(access, idOf(ids, step), 'ACTIVE')).toEqual({ ok: true, value: null });
    }
    expect((await graph.control.summary()).levels['campaign']).toMatchObject({ active: 1 });
    await graph.client.setStatus(access, idOf(ids, 'campaign'), 'PAUSED');

    const gone = { ok: true, value: { state: 'deleted' } };
    expect(await graph.client.delete(access, 'campaign', idOf(ids, 'campaign'))).toEqual(gone);
    expect(await graph.client.delete(access, 'campaign', idOf(ids, 'campaign'))).toEqual(gone);
    for (const step of ['creative_1', 'creative_2'] as const) {
      const creative = await graph.client.get(access, idOf(ids, step), ['name']);
      expect(creative).toMatchObject({ ok: true, value: { name: expect.stringContaining(keyOf(step)) } });
      expect(await graph.client.delete(access, 'creative', idOf(ids, step))).toEqual(gone);
    }
    const { levels } = await graph.control.summary();
    expect(Object.values(levels).every(({ live }) => live === 0)).toBe(true);
  });

  it.each([
    ['OUTCOME_SALES', 'CONVERSIONS'],
    ['OUTCOME_TRAFFIC', 'LANDING_PAGE_VIEWS'],
    ['OUTCOME_AWARENESS', 'REACH'],
    ['OUTCOME_ENGAGEMENT', 'POST_ENGAGEMENT'],
    ['OUTCOME_ENGAGEMENT', 'PAGE_LIKES'],
    ['OUTCOME_ENGAGEMENT', 'THRUPLAY'],
    ['OUTCOME_LEADS', 'OFFSITE_CONVERSIONS'],
    ['OUTCOME_LEADS', 'QUALITY_LEAD'],
  ])('is accepted for %s with %s', async (objective, goal) => {
    await build(planned({ request: { campaign_objective: objective, optimization_goal: goal } }));
  });

  it('is accepted with everything the request can hold', async () => {
    const ids = await build(
      planned({
        request: {
          daily_budget_cents: undefined,
          lifetime_budget_cents: 900_000,
          start_time: '2099-12-01T00:00:00Z',
          end_time: '2099-12-31T00:00:00Z',
          call_to_action: 'SHOP_NOW',
          campaign_name: 'Sale & more = 100% + 🎉 "quoted"',
          special_ad_categories: ['NONE'],
          targeting: { geo_locations: { countries: ['DE'] }, interests: [{ id: '6003139266461', name: 'Movies' }] },
        },
        account: { dsaBeneficiary: 'Acme', dsaPayor: 'Acme', instagramUserId: '30' },
      }),
    );
    const campaign = await graph.client.get(access, idOf(ids, 'campaign'), ['name']);
    expect(campaign).toMatchObject({ ok: true, value: { name: `Sale & more = 100% + 🎉 "quoted" [xo:${keyOf('campaign')}]` } });
  });
});

describe('LC12, LC13 an answer that never came', () => {
  it.each([
    { type: 'commit_then_drop' },
    { type: 'commit_then_status', status: 500 },
    { type: 'truncate' },
    { type: 'no_id' },
    { type: 'html', status: 502 },
  ])('$type: ambiguous, found by its marker, one object', async (action) => {
    const plan = planned();
    const campaignStep = stepOf(plan, 'campaign');
    await graph.control.addFault({
      method: 'POST',
      path: '^/act_123/campaigns$',
      nth: 1,
      action,
    });
    expect(await create(campaignStep, {})).toMatchObject({ outcome: 'ambiguous' });

    const found = await graph.client.find(access, { level: 'campaign', marker: keyOf('campaign'), label });
    if (!found.ok) throw new Error(found.error.message);
    const adoption = decideAdoption(found.value, { objective: 'OUTCOME_SALES' });
    const [campaign] = await graph.control.objects('campaign');
    expect(adoption).toEqual({ do: 'adopt', id: campaign?.id, duplicates: [] });
  });

  it('finds lost ad sets and ads under their parents, and a creative by sending it again', async () => {
    const plan = planned();
    const ids: Ids = {};
    for (const edge of ['adsets', 'adcreatives', 'ads']) {
      await graph.control.addFault({ method: 'POST', path: `^/act_123/${edge}$`, nth: 1, action: { type: 'commit_then_drop' } });
    }
    const campaign = await create(stepOf(plan, 'campaign'), ids);
    ids.campaign = campaign.outcome === 'confirmed' ? campaign.id : '';

    expect(await create(stepOf(plan, 'ad_set'), ids)).toMatchObject({ outcome: 'ambiguous' });
    const adSets = await graph.client.find(access, { level: 'ad_set', marker: keyOf('ad_set'), campaignId: ids.campaign });
    ids.ad_set = adSets.ok ? (adSets.value[0]?.id ?? '') : '';

    expect(await create(stepOf(plan, 'creative_1'), ids)).toMatchObject({ outcome: 'ambiguous' });
    const creative = await create(stepOf(plan, 'creative_1'), ids);
    ids['creative_1'] = creative.outcome === 'confirmed' ? creative.id : '';

    expect(await create(stepOf(plan, 'ad_1'), ids)).toMatchObject({ outcome: 'ambiguous' });
    const ads = await graph.client.find(access, { level: 'ad', marker: keyOf('ad_1'), adSetId: ids.ad_set });
    expect(ads).toMatchObject({ ok: true, value: [{ status: 'PAUSED' }] });

    const { levels, duplicate_markers: duplicates } = await graph.control.summary();
    expect(['campaign', 'adset', 'creative', 'ad'].map((level) => levels[level]?.live)).toEqual([1, 1, 1, 1]);
    expect(duplicates).toEqual([]);
  });

  it('finds nothing when the connection was cut before Meta stored anything', async () => {
    await graph.control.addFault({ method: 'POST', path: '^/act_123/campaigns$', action: { type: 'drop' } });
    expect(await create(stepOf(planned(), 'campaign'), {})).toMatchObject({ outcome: 'ambiguous' });
    expect(await graph.client.find(access, { level: 'campaign', marker: keyOf('campaign'), label })).toEqual({
      ok: true,
      value: [],
    });
  });
});

describe('refusals', () => {
  it("keeps Meta's words and blame fields", async () => {
    const step = stepOf(planned(), 'campaign');
    const outcome = await create({ ...step, payload: { ...step.payload, objective: 'CONVERSIONS' } }, {});
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      error: { class: 'VALIDATION', code: 100, fbtraceId: expect.any(String) },
    });
  });

  it('knows when a throttled create may be looked after again', async () => {
    await graph.control.addFault({
      method: 'POST',
      path: '^/act_123/campaigns$',
      nth: 1,
      action: { type: 'throttle', minutes: 0.5 },
    });
    const outcome = await create(stepOf(planned(), 'campaign'), {});
    expect(outcome).toMatchObject({ outcome: 'ambiguous', error: { class: 'RATE_LIMIT' } });
    const waitMs = outcome.outcome === 'ambiguous' ? (outcome.retryAfterMs ?? 0) : 0;
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it('is told which proof is wrong without saying it', async () => {
    const wrong = createGraphClient({ baseUrl: graph.url, version: 'v26.0', appSecret: 'another' });
    const answer = await wrong.accountInfo(access);
    expect(answer).toMatchObject({ ok: false, error: { class: 'VALIDATION', code: 100 } });
    expect(JSON.stringify(answer)).not.toContain('token-1');
    await wrong.close();
  });
});

describe('reading', () => {
  it('knows the account and its minimum budgets', async () => {
    expect(await graph.client.accountInfo(access)).toMatchObject({
      ok: true,
      value: { adAccountId: '123', accountStatus: 1, currency: 'USD', timezoneName: expect.any(String) },
    });
    expect(await graph.client.minimumBudgets(access)).toMatchObject({
      ok: true,
      value: [{ currency: 'USD', impressionsCents: expect.any(Number) }],
    });
  });

  it('LC20, LC23: reads exactly the days of the truth, over several pages, in any scope', async () => {
    const ids = await build(twoAds());
    const adIds = [idOf(ids, 'ad_1'), idOf(ids, 'ad_2')];
    for (const adId of adIds) {
      const model = {
        impressions_per_day: 5_000,
        ctr: 0.042,
        cost_per_click_cents: 31,
        conversion_rate: 0.1,
        order_value_cents: 9_000,
        starts_days_ago: 5,
      };
      await graph.control.setTruth(adId, model);
    }
    const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const range = { since: day(-4), until: day(-2), currency: 'USD', pageSize: 2 };
    const truths = await Promise.all(adIds.map((adId) => graph.control.truth(adId, range.since, range.until)));
    const expected = truths.flat().map((row) => ({
      adId: row['ad_id'],
      date: row['date'],
      impressions: row['impressions'],
      clicks: row['clicks'],
      inlineLinkClicks: row['inline_link_clicks'],
      spendCents: row['spend_cents'],
      conversions: row['conversions'],
      revenueCents: row['revenue_cents'],
      reach: row['reach'],
    }));
    expect(expected).toHaveLength(6);

    const scopes = [
      { kind: 'account' },
      { kind: 'campaign', campaignId: idOf(ids, 'campaign') },
      { kind: 'ads', adIds },
    ] as const;
    for (const scope of scopes) {
      const rows = await graph.client.dailyInsights(access, { ...range, scope });
      if (!rows.ok) throw new Error(rows.error.message);
      expect(rows.value.map(({ attributionSetting: _, ...row }) => row)).toEqual(expect.arrayContaining(expected));
      expect(rows.value).toHaveLength(6);
    }
  });
});
