import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, type FakeObject, fakeClient, isLive } from '../support/fake-client.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

const runProgram = promisify(execFile);

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;
let account: Account;
let builtIds: string[];
let leftoverName: string;

beforeAll(async () => {
  stack = await startTestStack({
    env: { LOG_LEVEL: 'warn', RETRY_DELAY_SECONDS: '0.2', RECONCILE_SETTLE_SECONDS: '0.5', RECONCILE_INTERVAL_MINUTES: '0.05' },
  });
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
  account = await connectAccount(admin);
  const clipId = await publishClip(admin, account);
  await admin.post('/meta/orchestrate/run', runBody(account, clipId));
  builtIds = (await live()).map(({ id }) => id);
  await fake.addFault({
    method: 'POST',
    path: `^/${account.adAccount}/ads$`,
    nth: 1,
    action: { type: 'error', status: 400, code: 100, user_msg: 'no' },
  });
  await admin.post('/meta/orchestrate/run', runBody(account, clipId));
  leftoverName =
    (await fake.objects({ account: account.adAccount, level: 'campaign' })).find((object) => !isLive(object))?.name ?? '';
}, 120_000);

afterAll(() => stack?.stop());

const live = async (): Promise<FakeObject[]> => (await fake.objects({ account: account.adAccount })).filter(isLive);

/** As a create that landed after everybody had given up on it, or as somebody in Ads Manager would. */
async function appears(name: string, status: 'PAUSED' | 'ACTIVE'): Promise<string> {
  const body = new URLSearchParams({
    name,
    status,
    objective: 'OUTCOME_SALES',
    special_ad_categories: '[]',
    is_adset_budget_sharing_enabled: 'false',
    access_token: 'test',
  });
  const response = await fetch(`${stack.fakeUrl}/v26.0/${account.adAccount}/campaigns`, { method: 'POST', body });
  return ((await response.json()) as { id: string }).id;
}

async function cli(...args: string[]): Promise<Record<string, unknown>[]> {
  const env = { PATH: process.env['PATH'], STACK_FILE: join(stack.dataDir, 'stack.json'), RECONCILE_SETTLE_SECONDS: '0.5' };
  const { stdout } = await runProgram(
    process.execPath,
    ['packages/operator-cli/src/main.ts', 'reconcile', '--account', account.id, '--json', ...args],
    { env },
  );
  return JSON.parse(stdout) as Record<string, unknown>[];
}

test('a leftover of ours that came too late is removed by the standing job; what is built stays', async () => {
  expect(leftoverName).toMatch(/ \[xo:[a-z2-7]{16}\]$/);
  const late = await appears(leftoverName, 'PAUSED');
  await waitFor('the leftover to be removed', async () => !(await live()).some(({ id }) => id === late), { timeoutMs: 30_000 });
  expect((await live()).map(({ id }) => id).toSorted()).toEqual(builtIds.toSorted());
}, 60_000);

test('what cannot be decided is left alone and told: running leftovers and markers that nobody knows', async () => {
  const running = await appears(leftoverName, 'ACTIVE');
  const unknown = await appears('Somebody else [xo:aaaaaaaaaaaaaaaa]', 'PAUSED');
  const foreign = await appears('No marker at all', 'PAUSED');
  const alert = await waitFor(
    'the alert',
    async () => {
      const { body } = await admin.get(`/alerts?social_account_id=${account.id}`);
      return body.data.find(
        (one: { kind: string; message: string; resolved_at: string | null }) =>
          one.kind === 'account_unreconciled' && one.resolved_at === null && one.message.includes(running),
      );
    },
    { timeoutMs: 30_000 },
  );
  expect(alert.message).toContain(unknown);
  expect(alert.message).not.toContain(foreign);

  const table = await cli('--dry-run');
  const verdictOf = (id: string) => table.find((line) => line['meta_id'] === id)?.['verdict'];
  expect([verdictOf(running), verdictOf(unknown), verdictOf(foreign)]).toEqual(['ask', 'ask', undefined]);
  expect(builtIds.map(verdictOf)).toEqual(builtIds.map(() => 'known'));
  expect((await live()).filter(({ id }) => [running, unknown, foreign].includes(id))).toHaveLength(3);
}, 60_000);
