import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient, isLive } from '../support/fake-client.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

const OUTAGE_MS = 20_000;
const RUNS = 10;

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;

beforeAll(async () => {
  // Servers of its own: this test breaks them.
  stack = await startTestStack({ postgresUrl: undefined, kafkaBrokers: undefined, sources: ['embedded'] });
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
}, 180_000);

afterAll(() => stack?.stop());

interface Run {
  readonly operationId: string;
}

/** Accepted is 202; away is 503 and tried again with the same key, as the contract tells a caller to do. */
async function start(account: Account, clipId: string, statuses: number[]): Promise<Run> {
  const body = runBody(account, clipId);
  const headers = { 'idempotency-key': randomUUID(), prefer: 'respond-async' };
  const answer = await waitFor(
    'the gateway to accept',
    async () => {
      const attempt = await admin.post('/meta/orchestrate/run', body, headers);
      statuses.push(attempt.status);
      return attempt.status === 202 || attempt.status === 200 ? attempt : undefined;
    },
    { timeoutMs: 90_000, everyMs: 250 },
  );
  return { operationId: (answer.body.id ?? answer.body.request_id) as string };
}

async function allEndWell(account: Account, runs: readonly Run[]): Promise<void> {
  for (const { operationId } of runs) {
    const state = await waitFor(
      `operation ${operationId} to end`,
      async () => {
        const { body } = await admin.get(`/operations/${operationId}`);
        return ['accepted', 'running', 'waiting'].includes(body.state) ? undefined : body.state;
      },
      { timeoutMs: 90_000, everyMs: 250 },
    );
    expect(state).toBe('succeeded');
  }
  const objects = (await fake.objects({ account: account.adAccount })).filter(isLive);
  const count = (level: string) => objects.filter((object) => object.level === level).length;
  expect([count('campaign'), count('adset'), count('creative'), count('ad')]).toEqual([
    runs.length,
    runs.length,
    runs.length,
    runs.length,
  ]);
  expect((await fake.summary()).duplicate_markers).toEqual([]);
}

test('Kafka away for 20 s in the middle of ten runs: all end well, and the gateway goes on accepting', async () => {
  const account = await connectAccount(admin);
  const clipId = await publishClip(admin, account);
  await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/adsets$`, every: 1, action: { type: 'delay', ms: 300 } });
  const statuses: number[] = [];
  const before = await Promise.all(Array.from({ length: RUNS / 2 }, () => start(account, clipId, statuses)));
  await stack.kafka.kill();
  const during = await Promise.all(Array.from({ length: RUNS / 2 }, () => start(account, clipId, statuses)));
  // The length of the outage is the scenario, not a wait for something.
  await delay(OUTAGE_MS);
  await stack.kafka.start();
  await allEndWell(account, [...before, ...during]);
  expect(new Set(statuses)).toEqual(new Set([202]));
}, 240_000);

test('PostgreSQL killed and started again in the middle of ten runs: all end well, the gateway says 503 or accepts durably', async () => {
  const account = await connectAccount(admin);
  const clipId = await publishClip(admin, account);
  await fake.addFault({ method: 'POST', path: `^/${account.adAccount}/adsets$`, every: 1, action: { type: 'delay', ms: 300 } });
  const statuses: number[] = [];
  const before = await Promise.all(Array.from({ length: RUNS / 2 }, () => start(account, clipId, statuses)));
  await stack.postgres.kill();
  const during = Promise.all(Array.from({ length: RUNS / 2 }, () => start(account, clipId, statuses)));
  await waitFor('the gateway to say that it is away', () => statuses.includes(503), { timeoutMs: 20_000 });
  await stack.postgres.start();
  await allEndWell(account, [...before, ...(await during)]);
  expect([...new Set(statuses)].filter((status) => ![200, 202, 503].includes(status))).toEqual([]);
}, 240_000);
