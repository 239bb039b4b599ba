import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeGraph, startFakeGraph } from '@mao/graph-api-fake';
import { createGraphClient, type GraphClient } from './client.ts';
import type { GraphError } from './errors/graph-error.ts';
import type { GovernorOptions } from './governor/governor-settings.ts';
import { payloadFor } from './plan/payload-for.ts';
import { type FakeControl, fakeControl } from './testing/fake-control.ts';
import { buildTree, keyOf } from './testing/fake-tree.ts';
import { planned } from './testing/run-fixtures.ts';

const DECAY_MS = 2_000;
const LIMITS = { points: 60, decayMs: DECAY_MS, blockMs: DECAY_MS };
const TIER = { points: 60, decay_seconds: DECAY_MS / 1000, block_seconds: DECAY_MS / 1000 };
const ACCOUNT = '123';
const access = { adAccountId: ACCOUNT, accessToken: 'token-1' };

let fake: FakeGraph;
let control: FakeControl;
let client: GraphClient;

const clientWith = (governor: GovernorOptions = {}): GraphClient =>
  createGraphClient({ baseUrl: fake.url, version: 'v26.0', governor: { limits: LIMITS, ...governor } });

beforeAll(async () => {
  fake = await startFakeGraph({ port: 0 });
  control = fakeControl(fake.url);
});
afterAll(() => fake.stop());
beforeEach(async () => {
  await control.reset();
  await control.setAccount({ id: `act_${ACCOUNT}`, currency: 'USD', timezone_name: 'UTC', tier: TIER });
  client = clientWith();
});
afterEach(() => client.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the saga engine does: nothing until the time has come. */
async function whenAllowed<T>(call: () => Promise<T>, errorOf: (answer: T) => GraphError | null): Promise<T> {
  for (;;) {
    const answer = await call();
    const error = errorOf(answer);
    if (error?.origin !== 'client' || error.retryAfterMs === undefined) return answer;
    await pause(error.retryAfterMs);
  }
}

const refusals = async (): Promise<number> => (await control.journal()).filter(({ error_code: code }) => code !== null).length;

describe('LC16, LC17 an account of the development tier', () => {
  it('is never throttled by Meta, and every waiting run gets on', async () => {
    await client.accountInfo(access);
    const created: string[] = [];
    async function run(caller: string): Promise<void> {
      for (let step = 0; step < 4; step += 1) {
        const request = {
          level: 'campaign',
          name: `${caller} ${step}`,
          fields: planned().steps[0]?.payload ?? {},
          marker: keyOf(caller, String(step)),
          label: `xo:${caller}`,
        } as const;
        const outcome = await whenAllowed(
          () => client.create({ ...access, caller }, request),
          (answer) => (answer.outcome === 'not_sent' ? answer.error : null),
        );
        created.push(outcome.outcome);
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, index) => run(`run-${index}`)));
    expect(created).toHaveLength(32);
    expect(new Set(created)).toEqual(new Set(['confirmed']));
    expect(await refusals()).toBe(0);
  });

  it('two services that share the points keep out of each other’s way', async () => {
    const reader = clientWith({ share: 0.3, writeReserve: 0 });
    const writer = clientWith({ share: 0.7 });
    const read = () => reader.get({ ...access, caller: 'reader' }, '1', []);
    const write = () => writer.accountInfo({ ...access, caller: 'writer' });
    const calls = Array.from({ length: 70 }, (_, index) =>
      whenAllowed<{ ok: boolean; error?: GraphError }>(index % 2 === 0 ? read : write, (answer) => answer.error ?? null),
    );
    await Promise.all(calls);
    expect((await control.journal()).filter(({ error_code: code }) => code === 17)).toEqual([]);
    await Promise.all([reader.close(), writer.close()]);
  });

  it('learns from the first answer what another client used', async () => {
    const other = clientWith({ limits: { ...LIMITS, points: 1_000 } });
    for (let call = 0; call < 55; call += 1) await other.accountInfo(access);
    await other.close();
    expect(await client.accountInfo(access)).toMatchObject({ ok: true });
    expect(client.accountState(ACCOUNT).usedPct).toBeGreaterThan(80);
    expect(await client.setBudget(access, { adSetId: '1', kind: 'daily', cents: 500 })).toMatchObject({
      ok: false,
      error: { class: 'RATE_LIMIT', origin: 'client', retryAfterMs: expect.any(Number) },
    });
  });

  it('a throttle of Meta stops this account and bucket until its time, others go on', async () => {
    await control.addFault({ method: 'GET', path: '^/act_123$', nth: 1, action: { type: 'throttle', minutes: 0.01 } });
    expect(await client.accountInfo(access)).toMatchObject({ ok: false, error: { class: 'RATE_LIMIT', origin: 'meta' } });
    expect(await client.accountInfo(access)).toMatchObject({ ok: false, error: { class: 'RATE_LIMIT', origin: 'client' } });
    expect(await client.accountInfo({ ...access, adAccountId: '456' })).toMatchObject({ ok: true });
    expect(client.accountState(ACCOUNT).blockedUntilMs).not.toBeNull();
    const range = { since: '2026-11-20', until: '2026-11-21', currency: 'USD' };
    expect(await client.dailyInsights(access, { ...range, scope: { kind: 'account' } })).toMatchObject({ ok: true });
    const answer = await whenAllowed(
      () => client.accountInfo(access),
      (result) => (result.ok ? null : result.error),
    );
    expect(answer).toMatchObject({ ok: true });
  });
});

describe('whole trees', () => {
  it('LC27: are verified as one, and activated and paused as one', async () => {
    const plan = planned({ request: { variants: [{ clip_id: 'clip-2', creative_title: 'Second' }] } });
    const ids = await buildTree(client, access, plan);
    const requests = plan.steps.map((step) => ({ level: step.level, id: ids[step.step] ?? '', fields: payloadFor(step, ids) }));
    const answer = await whenAllowed(
      () => client.verifyAll({ ...access, caller: 'run' }, requests),
      (result) => (result.ok ? null : result.error),
    );
    if (!answer.ok) throw new Error(answer.error.message);
    expect(answer.value).toHaveLength(plan.steps.length);
    expect(answer.value.every(({ state }) => state !== 'differs')).toBe(true);

    const order = ['ad_1', 'ad_2', 'ad_set', 'campaign'].map((step) => ids[step as keyof typeof ids] ?? '');
    const activated = await whenAllowed(
      () => client.setStatuses({ ...access, caller: 'run' }, order, 'ACTIVE'),
      (result) => (result.ok ? null : result.error),
    );
    expect(activated).toEqual({ ok: true, value: null });
    expect((await control.summary()).levels['campaign']).toMatchObject({ active: 1 });
    expect(await client.setStatuses(access, [], 'PAUSED')).toEqual({ ok: true, value: null });
    expect(await client.verifyAll(access, [])).toEqual({ ok: true, value: [] });
  });

  it('LC27: a group stops at its first refusal', async () => {
    expect(await client.verifyAll(access, [{ level: 'campaign', id: '999', fields: {} }])).toMatchObject({ ok: false });
    expect(await client.setStatuses(access, ['999', '998'], 'ACTIVE')).toMatchObject({ ok: false });
    expect((await control.journal()).filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

describe('LC31 kill switch', () => {
  it('pauses every running campaign of the account while all else is out of points', async () => {
    const plan = planned();
    const [campaign] = plan.steps;
    const other = clientWith({ limits: { ...LIMITS, points: 1_000 } });
    await control.setAccount({ id: `act_${ACCOUNT}`, currency: 'USD', timezone_name: 'UTC', tier: 'standard' });
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const request = {
        level: 'campaign',
        name: `c${count}`,
        fields: campaign?.payload ?? {},
        label: 'xo:l',
        marker: keyOf('k', String(count)),
      } as const;
      const made = await other.create(access, request);
      if (made.outcome !== 'confirmed') throw new Error(JSON.stringify(made));
      ids.push(made.id);
    }
    for (const id of ids.slice(0, 4)) expect(await other.setStatus(access, id, 'ACTIVE')).toMatchObject({ ok: true });
    await other.close();

    for (let call = 0; call < 80; call += 1) await client.accountInfo(access);
    expect(await client.accountInfo(access)).toMatchObject({ ok: false, error: { origin: 'client' } });
    const running = await client.runningCampaigns(access);
    if (!running.ok) throw new Error(running.error.message);
    expect(running.value.map(({ id }) => id).sort()).toEqual(ids.slice(0, 4).sort());
    for (const { id } of running.value) expect(await client.setStatus(access, id, 'PAUSED')).toEqual({ ok: true, value: null });
    expect((await control.summary()).levels['campaign']).toMatchObject({ active: 0, live: 5 });
    expect(await client.runningCampaigns(access)).toEqual({ ok: true, value: [] });
  });
});
