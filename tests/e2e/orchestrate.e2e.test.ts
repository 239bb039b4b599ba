import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient, isLive } from '../support/fake-client.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { query } from '../support/query.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;
let account: Account;
let clipId: string;

beforeAll(async () => {
  stack = await startTestStack({ instances: { gateway: 2 } });
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
  account = await connectAccount(admin);
  clipId = await publishClip(admin, account);
}, 90_000);

afterAll(async () => {
  await stack?.stop();
});

test("the contract's own example builds one PAUSED tree and answers with its ids", async () => {
  const answer = await admin.post('/meta/orchestrate/run', runBody(account, clipId));
  expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ overall_success: true, errors: [] })]);
  const { campaign_creation: made, insights_sync: sync, duration_seconds: seconds } = answer.body;
  expect(made).toMatchObject({ status: 'PAUSED', success: true, error: null });
  expect(sync).toMatchObject({ insights_synced: 0, success: true, error: null, date_range_start: expect.any(String) });
  expect(seconds).toBeGreaterThan(0);

  const objects = (await fake.objects({ account: account.adAccount })).filter(isLive);
  const byId = new Map(objects.map((object) => [object.id, object]));
  expect(byId.get(made.campaign_meta_id)).toMatchObject({ level: 'campaign', status: 'PAUSED' });
  expect(byId.get(made.adset_meta_id)).toMatchObject({
    level: 'adset',
    campaign_id: made.campaign_meta_id,
    daily_budget: 10_000,
    status: 'PAUSED',
  });
  expect(byId.get(made.ad_meta_id)).toMatchObject({
    level: 'ad',
    adset_id: made.adset_meta_id,
    creative_id: made.creative_meta_id,
    status: 'PAUSED',
  });
  expect(objects).toHaveLength(4);

  const campaign = await admin.get(`/meta/campaigns/${made.campaign_db_id}`);
  expect(campaign.body).toMatchObject({
    state: 'succeeded',
    tree: { campaign_meta_id: made.campaign_meta_id, ads: [{ ad_meta_id: made.ad_meta_id }] },
  });
  expect(campaign.body.at_meta).toHaveLength(4);
  const operation = await admin.get(`/operations/${answer.body.request_id}`);
  expect(operation.body).toMatchObject({
    state: 'succeeded',
    campaign_id: made.campaign_db_id,
    result: { overall_success: true },
  });
  expect(operation.body.steps.map((step: { name: string; state: string }) => [step.name, step.state])).toEqual(
    ['check', 'campaign', 'ad_set', 'creative_1', 'ad_1', 'verify'].map((name) => [name, 'succeeded']),
  );
});

test('CONVERSIONS, auto_publish, countries and top-level interests work, and activation ends with the campaign', async () => {
  const body = runBody(account, clipId, {
    optimization_goal: 'CONVERSIONS',
    auto_publish: true,
    targeting: { geo_locations: { countries: ['US', 'CA'] }, interests: [{ id: '6003139266461', name: 'Movies' }] },
  });
  const answer = await admin.post('/meta/orchestrate/run', body);
  expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ overall_success: true })]);
  const { campaign_creation: made } = answer.body;
  expect(made.status).toBe('ACTIVE');
  const mine = (await fake.objects({ account: account.adAccount })).filter((object) =>
    [made.campaign_meta_id, made.adset_meta_id, made.ad_meta_id].includes(object.id),
  );
  expect(mine.map((object) => object.status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  const activations = (await fake.journal())
    .filter((entry) => entry.method === 'POST' && entry.body['status'] === 'ACTIVE')
    .map((entry) => entry.path.split('/').at(-1));
  expect(activations).toEqual([made.ad_meta_id, made.adset_meta_id, made.campaign_meta_id]);
  const adSet = (await fake.journal()).findLast((entry) => entry.created.includes(made.adset_meta_id));
  expect(JSON.parse(String(adSet?.body['targeting']))).toMatchObject({
    flexible_spec: [{ interests: [{ id: '6003139266461' }] }],
    geo_locations: { countries: ['US', 'CA'] },
  });
});

test('variants become one ad each in the same ad set', async () => {
  const second = await publishClip(admin, account, 'Another clip');
  const body = runBody(account, clipId, { variants: [{ clip_id: second, creative_title: `Variant ${randomUUID()}` }] });
  const answer = await admin.post('/meta/orchestrate/run', body);
  expect(answer.body.campaign_creation.ads).toHaveLength(2);
  const ids = answer.body.campaign_creation.ads.map((ad: { ad_meta_id: string }) => ad.ad_meta_id);
  const ads = (await fake.objects({ account: account.adAccount, level: 'ad' })).filter((ad) => ids.includes(ad.id));
  expect(ads.map((ad) => ad.adset_id)).toEqual([
    answer.body.campaign_creation.adset_meta_id,
    answer.body.campaign_creation.adset_meta_id,
  ]);
});

test('dry_run shows the plan, calls nothing at Meta and writes nothing', async () => {
  const callsBefore = (await fake.journal()).length;
  const before = await admin.get('/meta/campaigns?limit=200');
  const answer = await admin.post('/meta/orchestrate/run', runBody(account, clipId, { dry_run: true }));
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ dry_run: true, warnings: expect.any(Array) });
  expect(answer.body.plan.map((step: { step: string; level: string }) => [step.step, step.level])).toEqual([
    ['campaign', 'campaign'],
    ['ad_set', 'adset'],
    ['creative_1', 'creative'],
    ['ad_1', 'ad'],
  ]);
  const after = await admin.get('/meta/campaigns?limit=200');
  expect(after.body.data).toHaveLength(before.body.data.length);
  expect(await fake.journal()).toHaveLength(callsBefore);
});

test('delivered days come back through a sync that was asked for, and a sync without news changes nothing', async () => {
  const run = await admin.post('/meta/orchestrate/run', runBody(account, clipId));
  const { ad_meta_id: adMetaId, ad_db_id: adId } = run.body.campaign_creation;
  await fake.setTruth(adMetaId, {
    impressions_per_day: 1_000,
    ctr: 0.05,
    cost_per_click_cents: 200,
    conversion_rate: 0.1,
    order_value_cents: 5_000,
    starts_days_ago: 8,
  });

  const sync = async () => {
    const queued = await admin.post(`/meta/orchestrate/sync-insights/${account.id}`);
    expect([queued.status, queued.body]).toEqual([
      200,
      expect.objectContaining({ status: 'queued', message: `Insights sync initiated for account ${account.id}` }),
    ]);
    return waitFor('the sync to end', async () => {
      const operation = await admin.get(`/operations/${queued.body.operation_id}`);
      return operation.body.state === 'succeeded' ? operation.body.result : undefined;
    });
  };
  expect(await sync()).toMatchObject({ success: true, insights_synced: expect.any(Number), rows_changed: expect.any(Number) });
  const rows = await waitFor('the rows in the read model', () => insightsRows(adId));
  const full = rows.filter((row) => Number(row['impressions']) === 1_000);
  expect(full.length).toBeGreaterThanOrEqual(8);
  expect(full[0]).toMatchObject({ inline_link_clicks: '50', spend_cents: '10000', conversions: '5', revenue_cents: '25000' });
  expect((await sync()).rows_changed).toBeLessThanOrEqual(1); // only today may have moved on
});

test('a run on a clip that upstream published a moment ago waits for it instead of refusing', async () => {
  const answer = await admin.post('/meta/orchestrate/run', runBody(account, randomUUID()));
  expect([answer.status, answer.body.code]).toEqual([404, 'clip-not-found']);
});

test('respond-async answers 202 with the place to look, and nothing is lost when nobody waits', async () => {
  const answer = await admin.post('/meta/orchestrate/run', runBody(account, clipId), { prefer: 'respond-async' });
  expect(answer.status).toBe(202);
  expect(answer.headers.get('location')).toBe(`/operations/${answer.body.id}`);
  expect(answer.body).toMatchObject({ campaign_id: expect.any(String), state: 'accepted' });
  await waitFor('the run to succeed', async () => (await admin.get(`/operations/${answer.body.id}`)).body.state === 'succeeded');
});

test('whichever of two gateway processes holds the request, it gets its answer, whoever folded the events', async () => {
  const second = gatewayClient({ ...stack, gatewayUrl: stack.service('gateway-2').url });
  const runs = Array.from({ length: 8 }, (_, index) =>
    (index % 2 === 0 ? admin : second).post('/meta/orchestrate/run', runBody(account, clipId)),
  );
  const answers = await Promise.all(runs);
  expect(answers.map(({ status, body }) => [status, body.overall_success])).toEqual(answers.map(() => [200, true]));
});

async function insightsRows(adId: string): Promise<Record<string, unknown>[] | undefined> {
  const rows = await query(stack.databases['gateway'] ?? '', 'select * from insights_daily where ad_id = $1 order by date', [
    adId,
  ]);
  return rows.length >= 8 ? rows : undefined;
}
