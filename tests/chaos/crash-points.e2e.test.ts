import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { type FakeClient, fakeClient, isLive } from '../support/fake-client.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { query } from '../support/query.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

// Every service that takes part in a run is killed with SIGKILL at one named point while the run is under way, all of them in
// the same run, and its supervisor starts it again. Whatever the point: the run ends, and exactly one tree exists.

const TAKING_PART = ['gateway', 'campaign-orchestrator', 'insights-sync'];
const WITH_SAGAS = ['campaign-orchestrator', 'insights-sync'];

const POINTS: readonly (readonly [string, readonly string[]])[] = [
  ['after-business-write', TAKING_PART],
  ['after-outbox-insert', TAKING_PART],
  ['after-commit-before-wake', TAKING_PART],
  ['after-claim', TAKING_PART],
  ['after-ack-before-mark', TAKING_PART],
  ['after-mark-before-release', TAKING_PART],
  ['after-decode', TAKING_PART],
  ['after-inbox-insert', TAKING_PART],
  ['after-commit-before-offset', TAKING_PART],
  ['saga:after-claim', WITH_SAGAS],
  ['saga:before-effect', WITH_SAGAS],
  ['saga:after-effect', WITH_SAGAS],
  // A sync is one step: its only commit ends it, and nothing follows that could be lost.
  ['saga:after-commit', ['campaign-orchestrator']],
];

/** A killed member's partitions come free after its session, a killed worker's sagas after its lease: 8 s each. */
const RECOVERY_MS = 60_000;

const traps = mkdtempSync(join(tmpdir(), 'mao-traps-'));
const trapOf = (service: string) => join(traps, service);

let stack: Stack;
let admin: GatewayClient;
let fake: FakeClient;

beforeAll(async () => {
  const serviceEnv = Object.fromEntries(TAKING_PART.map((name) => [name, { CRASH_TRAP: trapOf(name) }]));
  stack = await startTestStack({ serviceEnv });
  admin = gatewayClient(stack);
  fake = fakeClient(stack.fakeUrl);
}, 90_000);

// A trap that did not spring, or a service that is still starting, is not left to the next test.
afterEach(async () => {
  for (const name of TAKING_PART) rmSync(trapOf(name), { force: true });
  await Promise.all(TAKING_PART.map((name) => stack.service(name).ready()));
}, 90_000);

afterAll(async () => {
  await stack?.stop();
  rmSync(traps, { recursive: true });
});

test.each(POINTS)(
  '%s: killed there, started again, one tree',
  async (point, names) => {
    const account = await connectAccount(admin);
    const clipId = await publishClip(admin, account);
    await replicated(account, clipId);
    for (const name of names) writeFileSync(trapOf(name), point);

    const operationId = await accepted(runBody(account, clipId), randomUUID());
    const areSprung = () => names.every((name) => !existsSync(trapOf(name)));
    await waitFor(`${names.join(', ')} to die at ${point}`, areSprung, { timeoutMs: RECOVERY_MS });

    const operation = await waitFor('the run to end', () => ended(operationId), { timeoutMs: RECOVERY_MS });
    expect(operation).toMatchObject({ state: 'succeeded', result: { overall_success: true, insights_sync: { success: true } } });
    const objects = (await fake.objects({ account: account.adAccount })).filter(isLive);
    expect(objects.map(({ level }) => level).toSorted()).toEqual(['ad', 'adset', 'campaign', 'creative']);
    expect((await fake.summary()).duplicate_markers).toEqual([]);
  },
  180_000,
);

/** What was set up has reached everyone who reads it: nothing is left that would spring the trap before the run does. */
async function replicated(account: Account, clipId: string): Promise<void> {
  const has = async (service: string, table: string, id: string) =>
    (await query(stack.databases[service] ?? '', `select 1 from ${table} where id = $1`, [id])).length > 0;
  await waitFor('the replicas', async () => {
    const known = [has('gateway', 'clips', clipId), has('campaign-orchestrator', 'clips', clipId)];
    const accounts = ['campaign-orchestrator', 'insights-sync'].map((service) => has(service, 'social_accounts', account.id));
    return (await Promise.all([...known, ...accounts, isAtRest('campaign-orchestrator'), isAtRest('insights-sync')])).every(
      Boolean,
    );
  });
}

/** A new account is due for its check and its reconcile at once; both are sagas, begun by a job within seconds. */
async function isAtRest(service: string): Promise<boolean> {
  const isFree = async (sql: string) => (await query(stack.databases[service] ?? '', sql, [])).length === 0;
  if (!(await isFree('select 1 from sagas where finished_at is null limit 1'))) return false;
  return (
    service !== 'campaign-orchestrator' ||
    isFree('select 1 from social_accounts where next_check_at <= now() or next_reconcile_at <= now() limit 1')
  );
}

/** Posts until the gateway has accepted, as a caller with an Idempotency-Key may. */
async function accepted(body: Record<string, unknown>, key: string): Promise<string> {
  const answer = await waitFor(
    'the gateway to accept the run',
    async () => {
      const attempt = await admin.post('/meta/orchestrate/run', body, { 'idempotency-key': key, prefer: 'respond-async' });
      return attempt.status === 202 || attempt.status === 200 ? attempt : undefined;
    },
    { timeoutMs: RECOVERY_MS },
  );
  return (answer.body.id ?? answer.body.request_id) as string;
}

async function ended(operationId: string) {
  const { body } = await admin.get(`/operations/${operationId}`);
  return ['succeeded', 'failed', 'needs_attention', 'cancelled'].includes(body.state) ? body : undefined;
}
