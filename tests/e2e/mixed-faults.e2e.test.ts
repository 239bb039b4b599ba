import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient } from '../support/fake-client.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

/** `npm run test:soak` runs the full size. */
const RUNS = process.env['SOAK'] === '1' ? 200 : 40;
const ACCOUNTS = 4;
/** Together one call in five. Listed in the order in which the fake tries them. */
const FAULTS = [
  { type: 'drop' },
  { type: 'commit_then_drop' },
  { type: 'commit_then_status', status: 500 },
  { type: 'error', status: 500, code: 2, is_transient: true },
  { type: 'error', status: 400, code: 1, is_transient: true },
  { type: 'truncate' },
  { type: 'html', status: 502 },
  { type: 'no_id' },
  { type: 'slow_body', ms: 300 },
  { type: 'delay', ms: 300 },
  { type: 'hide', seconds: 0.3 },
  { type: 'throttle', minutes: 0.01 },
];
const SHARE_OF_EACH = 0.2 / FAULTS.length;

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;

beforeAll(async () => {
  stack = await startTestStack({
    env: {
      LOG_LEVEL: 'error',
      RETRY_DELAY_SECONDS: '0.2',
      RECONCILE_SETTLE_SECONDS: '0.6',
      MAX_RETRIES: '6',
      GRAPH_ACCOUNT_POINTS: '1000000',
    },
  });
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
}, 90_000);

afterAll(() => stack?.stop());

test('with one call in five going wrong in every way the fake knows, every run ends: no duplicate, no orphan, nothing ACTIVE', async () => {
  const scenes = await Promise.all(
    Array.from({ length: ACCOUNTS }, async () => {
      const account = await connectAccount(admin);
      return { account, clipId: await publishClip(admin, account) };
    }),
  );
  for (const [seed, action] of FAULTS.entries())
    await fake.addFault({ method: '*', path: '^/', probability: SHARE_OF_EACH, seed: seed + 1, action });
  const accepted = await Promise.all(
    Array.from({ length: RUNS }, (_, index) => {
      const scene = scenes[index % ACCOUNTS] as (typeof scenes)[number];
      return admin.post('/meta/orchestrate/run', runBody(scene.account, scene.clipId), { prefer: 'respond-async' });
    }),
  );
  const ends = [];
  for (const { body } of accepted)
    ends.push(await waitFor(`run ${body.id} to end`, () => endOf(body.id), { timeoutMs: 400_000, everyMs: 500 }));
  await fake.clearFaults();

  expect(ends).toHaveLength(RUNS);
  expect(ends.filter(({ state }) => state === 'succeeded').length).toBeGreaterThan(RUNS / 2);
  const summary = await fake.summary();
  expect(summary.duplicate_markers).toEqual([]);
  for (const level of ['campaign', 'adset', 'ad']) expect([level, summary.levels[level]?.active]).toEqual([level, 0]);
  const live = (await fake.objects()).filter(
    (object) => object.level !== 'creative' && object.deleted_time === null && object.effective_status !== 'DELETED',
  );
  const told = new Set(ends.flatMap(objectsToldOf));
  expect(live.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
}, 600_000);

async function endOf(operationId: string) {
  const { body } = await admin.get(`/operations/${operationId}`);
  return ['succeeded', 'failed', 'needs_attention', 'cancelled'].includes(body.state) ? body : undefined;
}

interface RunResult {
  readonly campaign_creation: {
    readonly campaign_meta_id: string | null;
    readonly adset_meta_id: string | null;
    readonly ad_meta_id: string | null;
  };
  readonly compensation?: { readonly left: readonly { readonly meta_id: string }[] };
}

/** Every object that the answer of a run names as existing. */
function objectsToldOf({ result }: { result: RunResult }): string[] {
  const { campaign_meta_id, adset_meta_id, ad_meta_id } = result.campaign_creation;
  const left = (result.compensation?.left ?? []).map(({ meta_id }) => meta_id);
  return [campaign_meta_id, adset_meta_id, ad_meta_id, ...left].filter((id) => id !== null);
}
