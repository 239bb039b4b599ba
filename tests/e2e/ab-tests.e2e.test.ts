import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient } from '../support/fake-client.ts';
import { type Answer, type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

const DAY_MS = 86_400_000;

// Their midnights lie ten hours or more apart: the figures below are of whole days, and none ends while a test runs.
const ZONES = ['America/New_York', 'Asia/Tokyo'] as const;

/** How far the nearest midnight of a zone is, in hours. */
function hoursToMidnight(timeZone: string, nowMs: number): number {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const [hours = 0, minutes = 0] = time.format(nowMs).split(':').map(Number);
  const sinceMidnight = hours + minutes / 60;
  return Math.min(sinceMidnight, 24 - sinceMidnight);
}

/** Of two zones the one in which it is rather noon than midnight. */
function zoneAwayFromMidnight(nowMs: number): string {
  const [first, second] = ZONES;
  return hoursToMidnight(first, nowMs) >= hoursToMidnight(second, nowMs) ? first : second;
}

// The brief's own example on ten equal days: 5,000 impressions each, 250 and 150 clicks, ROAS 4.5 and 3.2, CPC 2.00 and 2.50.
const BETTER = {
  impressions_per_day: 500,
  ctr: 0.05,
  cost_per_click_cents: 200,
  conversion_rate: 0.2,
  order_value_cents: 4_500,
  starts_days_ago: 10,
};
const WORSE = {
  impressions_per_day: 500,
  ctr: 0.03,
  cost_per_click_cents: 250,
  conversion_rate: 0.2,
  order_value_cents: 4_000,
  starts_days_ago: 10,
};

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;

beforeAll(async () => {
  stack = await startTestStack();
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
}, 90_000);

afterAll(() => stack?.stop());

interface Scene {
  readonly account: Account;
  readonly campaignId: string;
  readonly ads: readonly { clip_id: string; ad_db_id: string; ad_meta_id: string }[];
}

/** An account whose time zone is Meta's, too. */
async function connectedAccount(): Promise<Account> {
  const adAccount = `act_${randomInt(1e9, 1e10)}`;
  const timezone = zoneAwayFromMidnight(Date.now());
  await fake.addAccount({ id: adAccount, currency: 'USD', timezone_name: timezone, tier: 'standard' });
  return connectAccount(admin, { ad_account_id: adAccount, timezone, instagram_user_id: '17841400000000001' });
}

async function builtCampaign(overrides: Record<string, unknown> = {}): Promise<Scene> {
  const account = await connectedAccount();
  const clips = [await publishClip(admin, account, 'One'), await publishClip(admin, account, 'Two')];
  const body = runBody(account, clips[0] ?? '', {
    variants: [{ clip_id: clips[1], creative_title: 'The other one' }],
    ...overrides,
  });
  const run = await admin.post('/meta/orchestrate/run', body);
  expect([run.status, run.body.overall_success]).toEqual([200, true]);
  return { account, campaignId: run.body.campaign_creation.campaign_db_id, ads: run.body.campaign_creation.ads };
}

async function deliver(scene: Scene, truths: readonly object[]): Promise<void> {
  for (const [index, truth] of truths.entries())
    await fake.setTruth(scene.ads[index]?.ad_meta_id ?? '', truth as Record<string, unknown>);
  const queued = await admin.post(`/meta/orchestrate/sync-insights/${scene.account.id}`);
  await waitFor('the sync', async () => (await admin.get(`/operations/${queued.body.operation_id}`)).body.state === 'succeeded');
}

const testBody = (scene: Scene, overrides: Record<string, unknown> = {}) => ({
  campaign_id: scene.campaignId,
  test_name: 'Which one?',
  variants: scene.ads.map(({ clip_id, ad_db_id }) => ({ clip_id, ad_id: ad_db_id })),
  start_time: new Date(Date.now() - 11 * DAY_MS).toISOString(),
  ...overrides,
});

async function created(scene: Scene, overrides: Record<string, unknown> = {}): Promise<string> {
  const answer = await admin.post('/meta/orchestrate/ab', testBody(scene, overrides));
  expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ status: 'active', design: 'observational' })]);
  return answer.body.id as string;
}

const evaluate = (id: string, body: object = { force: false }): Promise<Answer> =>
  admin.post(`/meta/orchestrate/ab/${id}/evaluate`, body);

/** The evaluator learns of the days through its own topic: asked again until they are there. */
const evaluatedOn = (id: string, impressions: number): Promise<Answer> =>
  waitFor(`an evaluation on ${impressions} impressions`, async () => {
    const answer = await evaluate(id);
    const snapshot = answer.body.metrics_snapshot as { impressions: number }[] | null;
    return answer.status === 200 && (snapshot?.[0]?.impressions ?? 0) >= impressions ? answer : undefined;
  });

describe('from creation to the published winner', () => {
  test("the brief's own example: chi² 26.0417, p 3.34e-7, scores 1.0000 and 0.6956, one winner, published once", async () => {
    const scene = await builtCampaign();
    await deliver(scene, [BETTER, WORSE]);
    const id = await created(scene);
    const { body } = await evaluatedOn(id, 5_000);
    expect(body).toMatchObject({
      success: true,
      status: 'completed',
      winner_ad_id: scene.ads[0]?.ad_db_id,
      winner_clip_id: scene.ads[0]?.clip_id,
    });
    expect(body.statistical_results).toMatchObject({ significant: true, confidence: '95%' });
    expect(body.statistical_results.chi2).toBeCloseTo(26.0416667, 6);
    expect(body.statistical_results.p_value / 3.3412791127e-7).toBeCloseTo(1, 6);
    expect(body.composite_scores[scene.ads[0]?.ad_db_id ?? '']).toBeCloseTo(1, 6);
    expect(body.composite_scores[scene.ads[1]?.ad_db_id ?? '']).toBeCloseTo(0.6955556, 6);
    expect(body.metrics_snapshot).toEqual([
      expect.objectContaining({ impressions: 5_000, clicks: 250, ctr: 5, cpc: 2, roas: 4.5 }),
      expect.objectContaining({ impressions: 5_000, clicks: 150, ctr: 3, cpc: 2.5, roas: 3.2 }),
    ]);

    const again = await evaluate(id);
    expect(again.body).toEqual(body);

    const publish = () => admin.post(`/meta/orchestrate/ab/${id}/publish-winner`, { social_account_id: scene.account.id });
    const answers = await Promise.all([publish(), publish(), publish()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [log] = [...new Set(answers.map(({ body: answer }) => answer.publish_log_id as string))];
    expect(new Set(answers.map(({ body: answer }) => answer.publish_log_id)).size).toBe(1);
    const publication = await waitFor(
      'the publication',
      async () => {
        const answer = await admin.get(`/publications/${log}`);
        return answer.body.status === 'success' ? answer.body : undefined;
      },
      { timeoutMs: 45_000 },
    );
    expect(publication).toMatchObject({
      source: 'ab_test_winner',
      ab_test_id: id,
      clip_id: scene.ads[0]?.clip_id,
      external_id: expect.any(String),
      winner_metrics: expect.any(Object),
    });
    expect((await publish()).body).toMatchObject({ publish_log_id: log, already_published: true });
    expect((await admin.get(`/meta/orchestrate/ab/${id}`)).body).toMatchObject({
      status: 'completed',
      published_to_social: true,
      publish_log_id: log,
    });
    expect(((await fake.summary()) as unknown as { media_published: number }).media_published).toBe(1);
  }, 120_000);

  test('a run with ab_test brings its test along, and insights add up', async () => {
    const scene = await builtCampaign({ ab_test: { test_name: 'From the run', min_impressions: 500 } });
    const found = await waitFor('the test of the run', async () => {
      const { body } = await admin.get(`/meta/orchestrate/ab?campaign_id=${scene.campaignId}`);
      return body.data[0];
    });
    expect(found).toMatchObject({
      test_name: 'From the run',
      min_impressions: 500,
      variants: scene.ads.map(({ clip_id, ad_db_id }) => ({ clip_id, ad_id: ad_db_id })),
    });
    const campaign = await admin.get(`/meta/campaigns/${scene.campaignId}`);
    const run = await admin.get(`/operations/${campaign.body.operation_id}`);
    expect(run.body).toMatchObject({ state: 'succeeded', result: { overall_success: true } });
    await deliver(scene, [BETTER, WORSE]);
    const insights = await waitFor('the rows', async () => {
      const { body } = await admin.get(`/meta/campaigns/${scene.campaignId}/insights`);
      return body.rows.length >= 20 ? body : undefined;
    });
    const yesterday = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10);
    const one = await admin.get(
      `/meta/campaigns/${scene.campaignId}/insights?from=${yesterday}&to=${yesterday}&ad_id=${scene.ads[0]?.ad_db_id}`,
    );
    expect(one.body.rows).toEqual([
      expect.objectContaining({ date: yesterday, impressions: 500, inline_link_clicks: 25, spend_cents: 5_000 }),
    ]);
    expect(one.body.totals).toMatchObject({ ctr: 5, cpc: 2, roas: 4.5 });
    expect(insights.totals.impressions).toBeGreaterThanOrEqual(10_000);
  }, 60_000);

  test('too little data: told what is missing, for each variant; force needs a reason and is shown', async () => {
    const scene = await builtCampaign();
    await deliver(scene, [
      { ...BETTER, starts_days_ago: 1 },
      { ...WORSE, starts_days_ago: 1 },
    ]);
    const id = await created(scene, { start_time: new Date().toISOString() });
    const answer = await evaluate(id);
    expect(answer.body).toMatchObject({ success: false, status: 'needs_more_data', reason: 'insufficient_duration' });
    expect(answer.body.verdict.deficits).toHaveLength(2);
    expect((await evaluate(id, { force: true })).status).toBe(422);
    const forced = await evaluate(id, { force: true, reason_for_force: 'the campaign ends today' });
    expect(forced.body.verdict.forced).toEqual({ by: 'test', reason: 'the campaign ends today' });
  }, 60_000);
});

describe('the embargo ends exactly at its limits', () => {
  const slow = (perDay: number, days: number) => ({ ...WORSE, impressions_per_day: perDay, starts_days_ago: days });

  /** Judged on its data: with so little of it there is no winner yet, but there are figures, and nothing is missing. */
  function expectEvaluated(body: Answer['body']): void {
    expect(body).toMatchObject({ status: 'active', statistical_results: { p_value: expect.any(Number) } });
    const nothing = expect.objectContaining({ missing_impressions: 0, missing_clicks: 0, missing_hours: 0 });
    expect(body.verdict.deficits).toEqual([nothing, nothing]);
  }

  test('999 impressions of one variant are one too few, 1,000 are enough', async () => {
    const scene = await builtCampaign();
    await deliver(scene, [BETTER, slow(333, 3)]);
    const id = await created(scene);
    const short = await evaluatedOn(id, 5_000);
    expect(short.body).toMatchObject({ success: false, status: 'needs_more_data', reason: 'insufficient_impressions' });
    expect(short.body.metrics_snapshot[1].impressions).toBe(999);
    expect(short.body.verdict.deficits).toEqual([
      expect.objectContaining({ missing_impressions: 0, missing_clicks: 0, missing_hours: 0, eta: null }),
      expect.objectContaining({ ad_id: scene.ads[1]?.ad_db_id, missing_impressions: 1, missing_clicks: 0, missing_hours: 0 }),
    ]);

    const enough = await builtCampaign();
    await deliver(enough, [BETTER, slow(250, 4)]);
    const { body } = await evaluatedOn(await created(enough), 5_000);
    expect(body.metrics_snapshot[1].impressions).toBe(1_000);
    expectEvaluated(body);
  }, 60_000);

  test('one day is too short, two days are long enough', async () => {
    const scene = await builtCampaign();
    await deliver(scene, [slow(2_000, 3), slow(2_000, 3)]);
    const startedDaysAgo = (days: number) => ({ start_time: new Date(Date.now() - days * DAY_MS).toISOString() });
    const one = await created(scene, startedDaysAgo(1));
    const two = await created(scene, startedDaysAgo(2));
    await evaluatedOn(two, 2_000);
    const short = await evaluatedOn(one, 0);
    expect(short.body).toMatchObject({ success: false, status: 'needs_more_data', reason: 'insufficient_duration' });
    for (const deficit of short.body.verdict.deficits) expect(deficit).toMatchObject({ missing_hours: expect.closeTo(24, 0) });
    const evaluated = await evaluate(two);
    expectEvaluated(evaluated.body);
  }, 60_000);
});

describe('odd requests have defined answers', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await builtCampaign();
  });

  test('one variant, the same ad twice, an ad of another campaign, an unknown metric', async () => {
    const other = await builtCampaign();
    const [first, second] = testBody(scene).variants;
    const foreign = testBody(other).variants[0];
    for (const [variants, pointer] of [
      [[first], '/variants'],
      [[first, first], '/variants/1/ad_id'],
      [[first, foreign], '/variants/1/ad_id'],
      [[first, { ...second, clip_id: first?.clip_id }], '/variants/1/clip_id'],
    ] as const) {
      const answer = await admin.post('/meta/orchestrate/ab', testBody(scene, { variants }));
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
    }
    expect((await admin.post('/meta/orchestrate/ab', testBody(scene, { metrics: ['likes'] }))).status).toBe(422);
  });

  test('no winner, archived, no Instagram, unknown test', async () => {
    const id = await created(scene);
    const publish = (account: string) => admin.post(`/meta/orchestrate/ab/${id}/publish-winner`, { social_account_id: account });
    expect((await publish(scene.account.id)).body.code).toBe('no-winner');
    const plain = await connectAccount(admin);
    expect([(await publish(plain.id)).status, (await publish(plain.id)).body.code]).toEqual([422, 'no-instagram']);
    const archive = () => admin.post(`/meta/orchestrate/ab/${id}/archive`);
    const archived = { id, status: 'archived', message: 'A/B test archived successfully' };
    expect([(await archive()).body, (await archive()).body]).toEqual([archived, archived]);
    expect([(await evaluate(id)).status, (await publish(scene.account.id)).status]).toEqual([409, 409]);
    expect((await evaluate(scene.campaignId)).status).toBe(404);
    const viewer = gatewayClient(stack, { role: 'viewer', accounts: [plain.id] });
    expect((await viewer.get(`/meta/orchestrate/ab/${id}`)).status).toBe(404);
  });
});
