import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient, isLive } from '../support/fake-client.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

// The development tier with its times shortened from 300 s to 10 s on both sides.
const POINTS = 60;
const DECAY_SECONDS = 10;
/** `npm run test:soak` runs the full size. */
const RUNS_PER_ACCOUNT = process.env['SOAK'] === '1' ? 10 : 4;
const ACCOUNTS = 3;

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;

beforeAll(async () => {
  stack = await startTestStack({
    env: {
      LOG_LEVEL: 'warn',
      RETRY_DELAY_SECONDS: '0.2',
      RECONCILE_SETTLE_SECONDS: '0.5',
      GRAPH_ACCOUNT_TIER: 'development',
      GRAPH_ACCOUNT_POINTS: String(POINTS),
      GRAPH_POINTS_DECAY_SECONDS: String(DECAY_SECONDS),
      GRAPH_POINTS_BLOCK_SECONDS: String(DECAY_SECONDS),
    },
  });
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
}, 90_000);

afterAll(() => stack?.stop());

interface Lane {
  readonly account: Account;
  readonly clipId: string;
}

test('R-SAGA-7: runs over three accounts of the development tier finish without one throttle error, and fairly', async () => {
  const lanes: Lane[] = [];
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const account = await connectAccount(admin);
    const tier = { points: POINTS, decay_seconds: DECAY_SECONDS, block_seconds: DECAY_SECONDS };
    const response = await fetch(`${stack.fakeUrl}/__fake/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: account.adAccount, currency: 'USD', timezone_name: 'America/New_York', tier }),
    });
    expect(response.ok).toBe(true);
    lanes.push({ account, clipId: await publishClip(admin, account) });
  }
  const before = (await fake.journal()).length;
  const startedAt = Date.now();
  const times = await Promise.all(lanes.map((lane) => allRunsOf(lane, startedAt)));

  const throttled = (await fake.journal())
    .slice(before)
    .filter((entry) => [4, 17, 32, 613, 80_000, 80_003, 80_004].includes(entry.error_code ?? 0));
  expect(throttled).toEqual([]);
  for (const { account } of lanes) {
    const live = (await fake.objects({ account: account.adAccount, level: 'campaign' })).filter(isLive);
    expect(live).toHaveLength(RUNS_PER_ACCOUNT);
  }
  expect(Math.max(...times) / Math.min(...times)).toBeLessThanOrEqual(2);
}, 600_000);

/** @returns milliseconds until the last of the lane's runs had ended */
async function allRunsOf({ account, clipId }: Lane, startedAt: number): Promise<number> {
  const accepted = await Promise.all(
    Array.from({ length: RUNS_PER_ACCOUNT }, () =>
      admin.post('/meta/orchestrate/run', runBody(account, clipId), { prefer: 'respond-async' }),
    ),
  );
  for (const { body } of accepted) {
    await waitFor(
      `run ${body.id} to succeed`,
      async () => (await admin.get(`/operations/${body.id}`)).body.state === 'succeeded',
      { timeoutMs: 500_000, everyMs: 250 },
    );
  }
  return Date.now() - startedAt;
}
