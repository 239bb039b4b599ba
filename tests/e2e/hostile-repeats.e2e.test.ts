import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { developmentToken } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { expectProblem } from '../support/expect-problem.ts';
import { type GatewayClient, gatewayClient } from '../support/gateway-client.ts';
import { type HostileRig, startHostileRig } from '../support/hostile-rig.ts';
import { type Account, connectAccount, publishClip, runBody } from '../support/scenario.ts';

const RUN = '/meta/orchestrate/run';

let rig: HostileRig;
let stack: HostileRig['stack'];
let admin: HostileRig['admin'];
let fake: HostileRig['fake'];
let writes: HostileRig['writes'];
let account: Account;
let clipId: string;

beforeAll(async () => {
  rig = await startHostileRig();
  ({ stack, admin, fake, writes, account, clipId } = rig);
}, 90_000);

afterAll(() => rig?.stop());

const clip = (change: Record<string, unknown> = {}) => ({
  title: 'A clip',
  video_url: 'https://cdn.example.com/a.mp4',
  thumbnail_url: 'https://cdn.example.com/a.jpg',
  duration_ms: 15_000,
  social_account_id: account.id,
  ...change,
});

describe('Idempotency-Key', () => {
  const post = (client: GatewayClient, body: unknown, key: string) => client.post(RUN, body, { 'idempotency-key': key });

  test.each([['x'.repeat(256)], ['caf\u00e9'], ['']])('%j is 422', async (key) => {
    await writes.expectNone(async () =>
      expectProblem(await post(admin, runBody(account, clipId), key), 422, 'idempotency-key-invalid'),
    );
  });

  test('50 identical concurrent posts make one operation, one campaign and one answer', async () => {
    const mine = await connectAccount(admin);
    const body = runBody(mine, await publishClip(admin, mine));
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(admin, body, 'k'.repeat(255))));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true')).toHaveLength(49);
    expect(await fake.objects({ account: mine.adAccount, level: 'campaign' })).toHaveLength(1);
    expect(await operationsOf(mine, 'campaign_run')).toBe(1);
  });

  test('the same JSON in another order and another path spelling is the same request; another body is 422', async () => {
    const body = runBody(account, clipId);
    const first = await post(admin, body, 'same');
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    const again = await admin.post('/META/orchestrate/RUN/', reordered, { 'idempotency-key': 'same' });
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    await writes.expectNone(async () => {
      const other = { ...body, daily_budget_cents: 10_001 };
      expectProblem(await post(admin, other, 'same'), 422, 'idempotency-key-reused');
      expectProblem(await post(admin, { ...body, dry_run: true }, 'same'), 422, 'idempotency-key-reused');
    });
  });

  test('the key belongs to the subject and the path', async () => {
    const body = runBody(account, clipId);
    const token = developmentToken({ secret: stack.jwtSecret, role: 'manager', accounts: 'all', subject: 'somebody else' });
    const [mine, theirs] = await Promise.all([post(admin, body, 'own'), post(gatewayClient(stack, { token }), body, 'own')]);
    expect(mine.body.request_id).not.toBe(theirs.body.request_id);
    const made = await admin.post('/clips', clip(), { 'idempotency-key': 'own' });
    expect([made.status, made.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  test('a dry run takes no key', async () => {
    const body = runBody(account, clipId);
    expect((await post(admin, { ...body, dry_run: true }, 'dry')).status).toBe(200);
    expect((await post(admin, body, 'dry')).headers.get('idempotency-replayed')).toBeNull();
  });

  test('clips and syncs replay too, even when the account is gone by then', async () => {
    const mine = await connectAccount(admin);
    const key = { 'idempotency-key': 'gone' };
    const body = clip({ social_account_id: mine.id });
    const sync = `/meta/orchestrate/sync-insights/${mine.id}`;
    const first = [await admin.post('/clips', body, key), await admin.post(sync, undefined, key)];
    expect((await admin.delete(`/meta/accounts/${mine.id}`)).status).toBe(204);
    const again = [await admin.post('/clips', body, key), await admin.post(sync, undefined, key)];
    expect(again.map((answer) => [answer.status, answer.body])).toEqual(first.map((answer) => [answer.status, answer.body]));
    expect(again.map((answer) => answer.headers.get('idempotency-replayed'))).toEqual(['true', 'true']);
    expectProblem(await admin.post(sync), 404, 'account-not-connected');
  });
});

describe('budget cap', () => {
  const async = { prefer: 'respond-async' };

  test('of two runs that cross it together exactly one passes, and what failed frees its share', async () => {
    const mine = await connectAccount(admin, { daily_budget_cap_cents: 15_000 });
    const own = await publishClip(admin, mine);
    await fake.addFault({
      method: 'POST',
      path: `^/${mine.adAccount}/ads$`,
      nth: 1,
      action: { type: 'error', status: 400, code: 100, subcode: 1_885_183, user_title: 'No', user_msg: 'Refused.' },
    });
    const both = await Promise.all([1, 2].map(() => admin.post(RUN, runBody(mine, own), async)));
    const [passed, refused] = both.toSorted((a, b) => a.status - b.status);
    if (passed === undefined || refused === undefined) throw new Error('two answers');
    expect(passed.status).toBe(202);
    expectProblem(refused, 422, 'budget-cap-exceeded');
    expect(refused.body.errors).toEqual([{ pointer: '/daily_budget_cents', detail: expect.any(String) }]);
    await writes.expectNone(async () => {
      expectProblem(await admin.post(RUN, runBody(mine, own, { dry_run: true })), 422, 'budget-cap-exceeded');
    });
    await waitFor('the run to fail', async () => (await admin.get(`/operations/${passed.body.id}`)).body.state === 'failed');
    expect((await admin.post(RUN, runBody(mine, own), async)).status).toBe(202);
  });
});

async function operationsOf({ id }: Account, kind: string): Promise<number> {
  const rows = await writes.query('select id from operations where social_account_id = $1 and kind = $2', [id, kind]);
  return rows.length;
}
