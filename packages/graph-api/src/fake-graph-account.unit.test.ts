import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeGraph, startFakeGraph } from '@mao/graph-api-fake';
import { createGraphClient, type GraphClient } from './client.ts';
import { type FakeControl, fakeControl } from './testing/fake-control.ts';
import { buildTree, keyOf } from './testing/fake-tree.ts';
import { planned, stepOf } from './testing/run-fixtures.ts';
import { until } from './testing/until.ts';
import { tokenHealth } from './token/token-health.ts';

const APP_SECRET = 'app-secret';
const access = { adAccountId: 'act_123', accessToken: 'token-1' };
const _instagram = { instagramUserId: '17841400000000001', accessToken: 'token-1' };

let fake: FakeGraph;
let control: FakeControl;
let client: GraphClient;

beforeAll(async () => {
  fake = await startFakeGraph({ port: 0, appSecret: APP_SECRET, reportMs: 300, processingMs: 100, reviewMs: 100 });
  control = fakeControl(fake.url);
});
afterAll(() => fake.stop());
beforeEach(async () => {
  await control.reset();
  client = createGraphClient({ baseUrl: fake.url, version: 'v26.0', appSecret: APP_SECRET, appId: '100000000000001' });
});
afterEach(() => client.close());

describe('LC28 review', () => {
  it('of an ad is looked at on the ad', async () => {
    const ids = await buildTree(client, access, planned());
    const id = ids['ad_1'] ?? '';
    const review = await until(
      'passed',
      () => client.adReview(access, id),
      (look) => look.ok && look.value.state === 'passed',
    );
    expect(review).toMatchObject({ ok: true, value: { state: 'passed' } });
    expect(await client.adReview(access, '999')).toMatchObject({ ok: false, error: { class: 'NOT_FOUND' } });
  });
});

describe('LC29 tokens', () => {
  it('are looked at, judged and renewed', async () => {
    await client.accountInfo(access);
    const debug = await client.debugToken(access.accessToken);
    if (!debug.ok) throw new Error(debug.error.message);
    expect(tokenHealth(debug.value, Date.now(), ['ads_management'])).toMatchObject({ state: 'ok', expiresAtMs: null });
    const renewed = await client.exchangeToken(access.accessToken);
    if (!renewed.ok) throw new Error(renewed.error.message);
    expect(await client.accountInfo({ ...access, accessToken: renewed.value.accessToken })).toMatchObject({ ok: true });
    const next = await client.debugToken(renewed.value.accessToken);
    expect(next.ok && tokenHealth(next.value, Date.now() + 50 * 86_400_000)).toMatchObject({ state: 'warn', days: 14 });
    const unknown = await client.debugToken('nobody-knows-this');
    expect(unknown.ok && tokenHealth(unknown.value, Date.now())).toMatchObject({ state: 'reauth_required' });
  });
});

describe('LC32 validatePlan', () => {
  it('has Meta judge the campaign, makes nothing and says what it could not judge', async () => {
    const plan = planned();
    const answer = await client.validatePlan(access, plan);
    expect(answer).toEqual({
      ok: true,
      value: {
        campaign: { valid: true },
        notValidated: [
          { step: 'ad_set', reason: expect.stringContaining('existing campaign') },
          { step: 'creative_1', reason: expect.any(String) },
          { step: 'ad_1', reason: expect.stringContaining('existing ad set') },
        ],
      },
    });
    expect(await control.objects('campaign')).toEqual([]);
  });

  it("tells Meta's refusal as a result, and a lost answer as a failure", async () => {
    const plan = planned();
    const wrong = { ...plan, steps: plan.steps.map((step) => ({ ...step, payload: { ...step.payload, objective: 'NOPE' } })) };
    expect(await client.validatePlan(access, wrong)).toMatchObject({
      ok: true,
      value: { campaign: { valid: false, error: { class: 'VALIDATION', code: 100 } } },
    });
    await control.addFault({ method: 'POST', path: '/campaigns$', nth: 1, action: { type: 'drop' } });
    expect(await client.validatePlan(access, plan)).toMatchObject({ ok: false, error: { class: 'TRANSIENT' } });
  });
});

describe('LC12 what carries our marker', () => {
  it('is listed on every level, over several pages, and nothing else is', async () => {
    const ids = await buildTree(client, access, planned());
    await client.create(access, {
      level: 'campaign',
      name: 'Another of ours',
      fields: stepOf(planned(), 'campaign').payload,
      marker: keyOf('saga-2', 'campaign'),
      label: 'xo:two',
    });
    const foreign = {
      name: 'Made by hand [xo:short]',
      objective: 'OUTCOME_TRAFFIC',
      special_ad_categories: '[]',
      status: 'PAUSED',
    };
    const body = new URLSearchParams({ ...foreign, is_adset_budget_sharing_enabled: 'false' });
    const proof = (await import('./wire/secrets.ts')).proofParams(
      { appSecret: APP_SECRET, timedProof: false, nowMs: Date.now },
      'token-1',
    );
    body.set('appsecret_proof', String(proof['appsecret_proof']));
    const made = await fetch(`${fake.url}/v26.0/act_123/campaigns`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer token-1' },
    });
    expect(made.status).toBe(200);

    const campaigns = await client.markedObjects(access, 'campaign');
    expect(campaigns.ok && campaigns.value.map(({ marker }) => marker).sort()).toEqual(
      [keyOf('saga-1', 'campaign'), keyOf('saga-2', 'campaign')].sort(),
    );
    const ads = await client.markedObjects(access, 'ad');
    expect(ads).toMatchObject({
      ok: true,
      value: [{ level: 'ad', id: ids['ad_1'], campaignId: ids.campaign, adSetId: ids.ad_set, status: 'PAUSED' }],
    });
    expect(await client.markedObjects(access, 'ad_set')).toMatchObject({ ok: true, value: [{ id: ids.ad_set }] });
    expect(await client.markedObjects(access, 'creative')).toMatchObject({
      ok: true,
      value: [{ id: ids['creative_1'], effectiveStatus: null }],
    });
  });
});
