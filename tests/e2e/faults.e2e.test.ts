import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient, isLive } from '../support/fake-client.ts';
import { type Answer, type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

const REFUSAL = {
  type: 'error',
  status: 400,
  code: 100,
  subcode: 1885183,
  user_title: 'Ads creative post was created by an app in development mode',
  user_msg: 'It must be in public.',
};

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;

beforeAll(async () => {
  stack = await startTestStack();
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
}, 90_000);

afterEach(() => fake.clearFaults());
afterAll(() => stack?.stop());

/** A new account with a clip, so that what is counted at the fake belongs to one test. */
async function scene(): Promise<{
  account: Account;
  clipId: string;
  run: (overrides?: Record<string, unknown>, headers?: Record<string, string>) => Promise<Answer>;
}> {
  const account = await connectAccount(admin);
  const clipId = await publishClip(admin, account);
  return {
    account,
    clipId,
    run: (overrides = {}, headers = {}) => admin.post('/meta/orchestrate/run', runBody(account, clipId, overrides), headers),
  };
}

const live = async (account: Account) => (await fake.objects({ account: account.adAccount })).filter(isLive);
const levels = (objects: readonly { level: string }[]) => objects.map(({ level }) => level).toSorted();

describe('Meta refuses', () => {
  test("the ad: campaign, ad set and own creative are gone, the answer speaks in Meta's words, an alert exists", async () => {
    const { account, run } = await scene();
    await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/ads$`, nth: 1, action: REFUSAL });
    const answer = await run();
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ overall_success: false })]);
    expect(answer.body.campaign_creation).toMatchObject({
      success: false,
      campaign_meta_id: null,
      error: expect.stringContaining('It must be in public.'),
    });
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ step: 'ad_1', code: 100, subcode: 1885183, fbtrace_id: expect.any(String), retryable: false }),
    ]);
    expect(levels(answer.body.compensation.removed)).toEqual(['adset', 'campaign', 'creative']);
    expect(answer.body.compensation).toMatchObject({ left: [], complete: true });
    expect(await live(account)).toEqual([]);
    expect((await admin.get(`/operations/${answer.body.request_id}`)).body.state).toBe('failed');
    const alerts = await waitFor('the alert', async () => {
      const { body } = await admin.get(`/alerts?social_account_id=${account.id}`);
      return body.data.length > 0 ? body.data : undefined;
    });
    expect(alerts).toEqual([
      expect.objectContaining({
        kind: 'campaign_failed',
        severity: 'warning',
        subject: { type: 'campaign', id: answer.body.campaign_creation.campaign_db_id },
      }),
    ]);
  });

  test('a creative that Meta has handed out before stays, and is reported as shared', async () => {
    const { account, run } = await scene();
    const title = `Shared ${randomUUID()}`;
    const first = await run({ creative_title: title });
    await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/ads$`, nth: 1, action: REFUSAL });
    const second = await run({ creative_title: title });
    const creative = first.body.campaign_creation.creative_meta_id;
    expect(second.body.compensation.left).toEqual([{ level: 'creative', meta_id: creative, reason: 'shared' }]);
    expect(levels(await live(account))).toEqual(['ad', 'adset', 'campaign', 'creative']);
  });

  test('to remove what was made: the campaign needs attention, names what is left, and a resume finishes the work', async () => {
    const { account, run } = await scene();
    await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/ads$`, nth: 1, action: REFUSAL });
    await fake.addFault({
      method: 'DELETE',
      path: '.*',
      every: 1,
      action: { type: 'error', status: 500, code: 2, is_transient: true },
    });
    const answer = await run({}, { prefer: 'wait=60' });
    const campaignId = answer.body.campaign_creation.campaign_db_id;
    expect((await admin.get(`/operations/${answer.body.request_id}`)).body.state).toBe('needs_attention');
    expect(answer.body.compensation).toMatchObject({
      complete: false,
      left: expect.arrayContaining([expect.objectContaining({ level: 'campaign', meta_id: expect.any(String) })]),
    });
    expect(await live(account)).toHaveLength(answer.body.compensation.left.length);

    await fake.clearFaults();
    const resumed = await admin.post(`/meta/campaigns/${campaignId}/resume`);
    expect([resumed.status, resumed.body]).toEqual([
      200,
      expect.objectContaining({
        campaign_id: campaignId,
        status: 'failed',
        compensation: expect.objectContaining({ complete: true, left: [] }),
      }),
    ]);
    expect(await live(account)).toEqual([]);
    const alert = await waitFor('the alert to be resolved', async () => {
      const { body } = await admin.get(`/alerts?social_account_id=${account.id}`);
      return body.data.find(
        (one: { kind: string; resolved_at: string | null }) =>
          one.kind === 'campaign_needs_attention' && one.resolved_at !== null,
      );
    });
    expect(alert.severity).toBe('critical');
  }, 90_000);
});

describe('the answer of a create is lost after Meta committed it: exactly one object, and the run succeeds', () => {
  const losses = [
    { type: 'commit_then_drop' },
    { type: 'commit_then_status', status: 500 },
    { type: 'truncate' },
    { type: 'no_id' },
    { type: 'html', status: 502 },
  ];
  test.each(
    ['campaigns', 'adsets', 'adcreatives', 'ads'].flatMap((edge) => losses.map((action) => [edge, action.type, action] as const)),
  )('%s: %s', async (edge, _name, action) => {
    const { account, run } = await scene();
    const fault = await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/${edge}$`, nth: 1, action });
    const answer = await run();
    expect(await fake.faultHits(fault)).toBeGreaterThan(0);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ overall_success: true })]);
    const made = answer.body.campaign_creation;
    const objects = await live(account);
    expect(levels(objects)).toEqual(['ad', 'adset', 'campaign', 'creative']);
    expect(objects.map(({ id }) => id).toSorted()).toEqual(
      [made.campaign_meta_id, made.adset_meta_id, made.creative_meta_id, made.ad_meta_id].toSorted(),
    );
  });

  test('also when the lists show the object only later', async () => {
    const { account, run } = await scene();
    await fake.addFault({
      method: 'POST',
      path: `^/${account.adAccount}/campaigns$`,
      nth: 1,
      action: { type: 'hide', seconds: 0.3 },
    });
    const hidden = await run();
    expect(hidden.body.overall_success).toBe(true);
    expect((await fake.summary()).duplicate_markers).toEqual([]);
  });
});

describe('passing trouble', () => {
  test.each([
    ['a connection cut before anything was stored', { type: 'drop' }],
    ['a transient error', { type: 'error', status: 500, code: 2, is_transient: true }],
    ['a flaky creative', { type: 'error', status: 400, code: 100, subcode: 1487390, is_transient: false }],
  ])('%s is tried again and leaves one tree', async (_name, action) => {
    const { account, run } = await scene();
    await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/adcreatives$`, nth: 1, action });
    const answer = await run();
    expect(answer.body.overall_success).toBe(true);
    expect(levels(await live(account))).toEqual(['ad', 'adset', 'campaign', 'creative']);
  });

  test('a throttle is waited for as long as Meta says and does not count as a try', async () => {
    const { account, run } = await scene();
    await fake.addFault({
      method: 'POST',
      path: `^/${account.adAccount}/adsets$`,
      nth: 1,
      action: { type: 'throttle', minutes: 0.05 },
    });
    const answer = await run();
    expect(answer.body.overall_success).toBe(true);
    expect(answer.body.duration_seconds).toBeGreaterThan(2);
    expect(levels(await live(account))).toEqual(['ad', 'adset', 'campaign', 'creative']);
    const { body } = await admin.get(`/operations/${answer.body.request_id}`);
    expect(body.steps.find((step: { name: string }) => step.name === 'ad_set').attempts).toBe(1);
  });

  test('a rejected token holds the run until a new one is put, then it goes on', async () => {
    const { account, run } = await scene();
    await fake.addFault({
      method: '*',
      path: `^/${account.adAccount}/adsets$`,
      every: 1,
      times: 1,
      action: { type: 'error', status: 400, code: 190, subcode: 463 },
    });
    const accepted = await run({}, { prefer: 'respond-async' });
    const waiting = await waitFor('the run to wait for a token', async () => {
      const { body } = await admin.get(`/operations/${accepted.body.id}`);
      return body.state === 'waiting' ? body : undefined;
    });
    expect(waiting.waiting_for).toBe('a new access token');
    await admin.put(`/meta/accounts/${account.id}`, {
      ad_account_id: account.adAccount,
      page_id: '1055',
      pixel_id: '7001',
      currency: 'USD',
      timezone: 'America/New_York',
      default_countries: ['US'],
      access_token: 'EAABnew',
    });
    await waitFor(
      'the run to succeed',
      async () => (await admin.get(`/operations/${accepted.body.id}`)).body.state === 'succeeded',
    );
    expect(levels(await live(account))).toEqual(['ad', 'adset', 'campaign', 'creative']);
  });
});

describe('a person changes their mind', () => {
  test('cancelling a run under way removes what it made; cancelling a finished one is a conflict', async () => {
    const { account, run } = await scene();
    await fake.addFault({
      method: 'POST',
      path: `^/${account.adAccount}/adcreatives$`,
      nth: 1,
      action: { type: 'delay', ms: 1_500 },
    });
    const accepted = await run({}, { prefer: 'respond-async' });
    await waitFor('the ad set at the fake', async () => levels(await live(account)).includes('adset'));
    const cancelled = await admin.post(`/meta/campaigns/${accepted.body.campaign_id}/cancel`);
    expect([cancelled.status, cancelled.body]).toEqual([
      200,
      { campaign_id: accepted.body.campaign_id, status: 'cancelled', compensation: expect.objectContaining({ complete: true }) },
    ]);
    expect(await live(account)).toEqual([]);
    expect((await admin.get(`/operations/${accepted.body.id}`)).body.state).toBe('cancelled');

    const finished = await run();
    const again = await admin.post(`/meta/campaigns/${finished.body.campaign_creation.campaign_db_id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'already-finished']);
  });
});
