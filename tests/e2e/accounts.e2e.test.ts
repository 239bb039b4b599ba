import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient, isLive } from '../support/fake-client.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

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

const run = (account: Account, clipId: string, overrides = {}, headers = {}) =>
  admin.post('/meta/orchestrate/run', runBody(account, clipId, overrides), headers);
const health = async (account: Account) => (await admin.get(`/meta/accounts/${account.id}`)).body.health;
const becomes = (account: Account, state: string) =>
  waitFor(`the account to be ${state}`, async () => {
    const now = await health(account);
    return now.state === state ? now : undefined;
  });
const campaignsOf = async (account: Account) =>
  (await fake.objects({ account: account.adAccount, level: 'campaign' })).filter(isLive);

describe('LC31 the kill switch', () => {
  test('pauses every running campaign at Meta, lets nothing new start, and stops runs before their next create until it is released', async () => {
    const account = await connectAccount(admin);
    const clipId = await publishClip(admin, account);
    const active = await run(account, clipId, { auto_publish: true });
    expect(active.body.campaign_creation.status).toBe('ACTIVE');
    await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/adsets$`, nth: 1, action: { type: 'delay', ms: 1_500 } });
    const underWay = await run(account, clipId, { auto_publish: true }, { prefer: 'respond-async' });
    await waitFor('the second campaign at Meta', async () => (await campaignsOf(account)).length === 2);

    const paused = await admin.post(`/meta/accounts/${account.id}/pause`);
    expect([paused.status, paused.body.health]).toEqual([
      200,
      expect.objectContaining({ state: 'paused', what_to_do: expect.stringContaining('/resume') }),
    ]);
    await waitFor('no campaign to be switched on', async () =>
      (await campaignsOf(account)).every((campaign) => campaign.status === 'PAUSED'),
    );
    const refused = await run(account, clipId);
    expect([refused.status, refused.body.code]).toEqual([409, 'account-paused']);
    const held = await waitFor('the run to be held', async () => {
      const { body } = await admin.get(`/operations/${underWay.body.id}`);
      return body.steps.some((step: { name: string; state: string }) => step.name === 'ad_set' && step.state === 'succeeded')
        ? body
        : undefined;
    });
    expect(held.steps.some((step: { name: string }) => step.name === 'creative_1')).toBe(false);
    await waitFor(
      'the campaign to be shown as paused',
      async () => (await admin.get(`/meta/campaigns/${active.body.campaign_creation.campaign_db_id}`)).body.status === 'PAUSED',
    );

    const resumed = await admin.post(`/meta/accounts/${account.id}/resume`);
    expect([resumed.status, resumed.body.health.state]).toEqual([200, 'ok']);
    await waitFor(
      'the held run to succeed',
      async () => (await admin.get(`/operations/${underWay.body.id}`)).body.state === 'succeeded',
    );
    const first = (await campaignsOf(account)).find(({ id }) => id === active.body.campaign_creation.campaign_meta_id);
    expect(first?.status).toBe('PAUSED'); // nobody switched it on again
  }, 60_000);

  test('needs admin or manager, and an account that exists for the caller', async () => {
    const account = await connectAccount(admin);
    const viewer = gatewayClient(stack, { role: 'viewer' });
    expect((await viewer.post(`/meta/accounts/${account.id}/pause`)).status).toBe(403);
    const manager = gatewayClient(stack, { role: 'manager', accounts: [randomUUID()] });
    expect((await manager.post(`/meta/accounts/${account.id}/pause`)).body.code).toBe('account-not-connected');
    expect((await admin.post(`/meta/accounts/${randomUUID()}/resume`)).status).toBe(404);
  });
});

describe('what is wrong with an account shows in its health and stops only that account', () => {
  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${stack.fakeUrl}/__fake${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
  };
  const newAdAccount = () => `act_${randomInt(1e9, 1e10)}`;

  test('a token that Meta rejects, until a new one is put', async () => {
    const adAccount = newAdAccount();
    const token = `EAABbad${randomInt(1e9)}`;
    await control('/tokens', { token, accounts: [adAccount], valid: false });
    const account = await connectAccount(admin, { ad_account_id: adAccount, access_token: token });
    expect(await becomes(account, 'reauth_required')).toMatchObject({
      reason: expect.any(String),
      what_to_do: expect.stringContaining('PUT /meta/accounts'),
    });
    const clipId = await publishClip(admin, account);
    expect((await run(account, clipId)).body.code).toBe('account-needs-reauth');

    const other = await connectAccount(admin);
    expect((await run(other, await publishClip(admin, other))).body.overall_success).toBe(true);

    const put = await admin.put(`/meta/accounts/${account.id}`, {
      ad_account_id: adAccount,
      page_id: '1055',
      pixel_id: '7001',
      currency: 'USD',
      timezone: 'UTC',
      default_countries: ['US'],
      access_token: 'EAABgood',
    });
    expect(put.status).toBe(200);
    expect((await run(account, clipId)).body.overall_success).toBe(true);
    expect((await health(account)).state).toBe('ok');
  });

  test('a disabled ad account', async () => {
    const adAccount = newAdAccount();
    await fake.addAccount({ id: adAccount, currency: 'USD', timezone_name: 'UTC', tier: 'standard', status: 2 });
    const account = await connectAccount(admin, { ad_account_id: adAccount });
    expect(await becomes(account, 'disabled')).toMatchObject({
      reason: expect.stringContaining('disabled'),
      what_to_do: expect.any(String),
    });
    expect((await run(account, await publishClip(admin, account))).body.code).toBe('account-disabled');
  });

  test('a missing permission', async () => {
    const adAccount = newAdAccount();
    const token = `EAABnoscope${randomInt(1e9)}`;
    await control('/tokens', { token, accounts: [adAccount], scopes: [] });
    const account = await connectAccount(admin, { ad_account_id: adAccount, access_token: token });
    expect(await becomes(account, 'disabled')).toMatchObject({
      reason: expect.stringContaining('permission'),
      what_to_do: expect.stringContaining('ads_management'),
    });
  });

  test('a currency that the account does not have at Meta', async () => {
    const adAccount = newAdAccount();
    await fake.addAccount({ id: adAccount, currency: 'EUR', timezone_name: 'UTC', tier: 'standard' });
    const account = await connectAccount(admin, { ad_account_id: adAccount, currency: 'USD' });
    expect(await becomes(account, 'disabled')).toMatchObject({ reason: expect.stringContaining('EUR') });
  });

  test('a currency without table entry is refused at once', async () => {
    const answer = await admin.put(`/meta/accounts/${randomUUID()}`, {
      ad_account_id: '1',
      page_id: '1',
      currency: 'XTS',
      timezone: 'UTC',
      default_countries: [],
      access_token: 'x',
    });
    expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/currency' })]]);
  });
});
