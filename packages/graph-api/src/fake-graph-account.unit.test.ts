import { describe, expect, it } from '@jest/globals';
import { buildTree, keyOf } from './testing/fake-tree.ts';
import { APP_SECRET, useFakeGraph } from './testing/graph-rig.ts';
import { planned, stepOf } from './testing/run-fixtures.ts';
import { until } from './testing/until.ts';
import { tokenHealth } from './token/token-health.ts';

const access = { adAccountId: 'act_123', accessToken: 'token-1' };

const graph = useFakeGraph();

describe('LC28 review', () => {
  it('of an ad is looked at on the ad', async () => {
    const ids = await buildTree(graph.client, access, planned());
    const id = ids['ad_1'] ?? '';
    const review = await until(
      'passed',
      () => graph.client.adReview(access, id),
      (look) => look.ok && look.value.state === 'passed',
    );
    expect(review).toMatchObject({ ok: true, value: { state: 'passed' } });
    expect(await graph.client.adReview(access, '999')).toMatchObject({ ok: false, error: { class: 'NOT_FOUND' } });
  });
});

describe('LC29 tokens', () => {
  it('are looked at, judged and renewed', async () => {
    await graph.client.accountInfo(access);
    const debug = await graph.client.debugToken(access.accessToken);
    if (!debug.ok) throw new Error(debug.error.message);
    expect(tokenHealth(debug.value, Date.now(), ['ads_management'])).toMatchObject({ state: 'ok', expiresAtMs: null });
    const renewed = await graph.client.exchangeToken(access.accessToken);
    if (!renewed.ok) throw new Error(renewed.error.message);
    expect(await graph.client.accountInfo({ ...access, accessToken: renewed.value.accessToken })).toMatchObject({ ok: true });
    const next = await graph.client.debugToken(renewed.value.accessToken);
    expect(next.ok && tokenHealth(next.value, Date.now() + 50 * 86_400_000)).toMatchObject({ state: 'warn', days: 14 });
    const unknown = await graph.client.debugToken('nobody-knows-this');
    expect(unknown.ok && tokenHealth(unknown.value, Date.now())).toMatchObject({ state: 'reauth_required' });
  });
});

describe('LC32 validatePlan', () => {
  it('has Meta judge the campaign, makes nothing and says what it could not judge', async () => {
    const plan = planned();
    const answer = await graph.client.validatePlan(access, plan);
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
    expect(await graph.control.objects('campaign')).toEqual([]);
  });

  it("tells Meta's refusal as a result, and a lost answer as a failure", async () => {
    const plan = planned();
    const wrong = { ...plan, steps: plan.steps.map((step) => ({ ...step, payload: { ...step.payload, objective: 'NOPE' } })) };
    expect(await graph.client.validatePlan(access, wrong)).toMatchObject({
      ok: true,
      value: { campaign: { valid: false, error: { class: 'VALIDATION', code: 100 } } },
    });
    await graph.control.addFault({ method: 'POST', path: '/campaigns$', nth: 1, action: { type: 'drop' } });
    expect(await graph.client.validatePlan(access, plan)).toMatchObject({ ok: false, error: { class: 'TRANSIENT' } });
  });
});

describe('LC12 what carries our marker', () => {
  it('is listed on every level, over several pages, and nothing else is', async () => {
    const ids = await buildTree(graph.client, access, planned());
    await graph.client.create(access, {
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
    const made = await fetch(`${graph.url}/v26.0/act_123/campaigns`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer token-1' },
    });
    expect(made.status).toBe(200);

    const campaigns = await graph.client.markedObjects(access, 'campaign');
    expect(campaigns.ok && campaigns.value.map(({ marker }) => marker).sort()).toEqual(
      [keyOf('saga-1', 'campaign'), keyOf('saga-2', 'campaign')].sort(),
    );
    const ads = await graph.client.markedObjects(access, 'ad');
    expect(ads).toMatchObject({
      ok: true,
      value: [{ level: 'ad', id: ids['ad_1'], campaignId: ids.campaign, adSetId: ids.ad_set, status: 'PAUSED' }],
    });
    expect(await graph.client.markedObjects(access, 'ad_set')).toMatchObject({ ok: true, value: [{ id: ids.ad_set }] });
    expect(await graph.client.markedObjects(access, 'creative')).toMatchObject({
      ok: true,
      value: [{ id: ids['creative_1'], effectiveStatus: null }],
    });
  });
});
