import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CAMPAIGN, errorOf, type GraphTester, idOf, type Json, listOf, startTester } from '../testing/graph-tester.ts';
import { createFaultPlan } from './fault-plan.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

const inject = async (action: Json, rule: Json = {}): Promise<unknown> =>
  idOf(await graph.control('POST', 'faults', { method: 'POST', path: '^/act_1/campaigns$', nth: 1, ...rule, action }));

const create = () => graph.post('/act_1/campaigns', CAMPAIGN);
const count = async (): Promise<number> => (await graph.objects('campaign')).length;
const lastEntry = async (): Promise<Json | undefined> => listOf((await graph.control('GET', 'journal')).json).at(-1);

describe('FG17: fault actions', () => {
  it('delay holds the answer back', async () => {
    await inject({ type: 'delay', ms: 60 });
    const before = Date.now();
    idOf(await create());
    expect(Date.now() - before).toBeGreaterThanOrEqual(55);
  });

  it('drop resets before anything is stored', async () => {
    await inject({ type: 'drop' });
    await expect(create()).rejects.toThrow();
    expect(await count()).toBe(0);
    expect(await lastEntry()).toMatchObject({ status: null, fault: 'drop', created: [] });
  });

  it('commit_then_drop stores, then resets without an answer', async () => {
    await inject({ type: 'commit_then_drop' });
    await expect(create()).rejects.toThrow();
    const [campaign] = await graph.objects('campaign');
    expect(await lastEntry()).toMatchObject({ status: null, fault: 'commit_then_drop', created: [campaign?.['id']] });
  });

  it('commit_then_status stores, then answers the status', async () => {
    await inject({ type: 'commit_then_status', status: 503 });
    expect((await create()).status).toBe(503);
    expect(await count()).toBe(1);
  });

  it('error answers exactly the asked error and stores nothing', async () => {
    await inject({
      type: 'error',
      status: 400,
      code: 100,
      subcode: 1487390,
      is_transient: false,
      user_title: 'T',
      user_msg: 'M',
    });
    expect(errorOf(await create())).toMatchObject({
      code: 100,
      error_subcode: 1487390,
      is_transient: false,
      error_user_title: 'T',
      error_user_msg: 'M',
    });
    await inject({ type: 'error', status: 200, code: 2 });
    const bare = await create();
    expect([bare.status, Object.keys(errorOf(bare))]).toEqual([200, ['message', 'type', 'code', 'fbtrace_id']]);
    expect(await count()).toBe(0);
  });

  it('truncate answers half the JSON after storing, or without storing', async () => {
    await inject({ type: 'truncate' });
    const answer = await create();
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect(answer.text.startsWith('{"id"')).toBe(true);
    expect(await count()).toBe(1);
    await inject({ type: 'truncate', commit: false });
    await create();
    expect(await count()).toBe(1);
  });

  it('html answers a page with the status', async () => {
    await inject({ type: 'html', status: 502 });
    const answer = await create();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(await count()).toBe(1);
  });

  it('no_id answers a success that names nothing', async () => {
    await inject({ type: 'no_id' });
    expect((await create()).json).toEqual({ success: true });
    expect(await count()).toBe(1);
  });

  it('slow_body answers in two halves', async () => {
    await inject({ type: 'slow_body', ms: 60 });
    const before = Date.now();
    idOf(await create());
    expect(Date.now() - before).toBeGreaterThanOrEqual(55);
  });

  it('hide keeps a new object out of lists and label edges, but not from its id', async () => {
    await inject({ type: 'hide', seconds: 3600 });
    const id = idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, adlabels: [{ name: 'l' }] }));
    const label = idOf(await graph.post('/act_1/adlabels', { name: 'l' }));
    const byLabel = async () => listOf((await graph.get('/act_1/campaignsbylabels', { ad_label_ids: [label] })).json);
    expect(listOf((await graph.get('/act_1/campaigns')).json)).toEqual([]);
    expect(await byLabel()).toEqual([]);
    expect((await graph.get(`/${id}`)).json).toEqual({ id });
    await graph.control('POST', 'clock', { advance_hours: 1.01 });
    expect(await byLabel()).toEqual([{ id }]);
  });

  it('throttle blocks the account and bucket for real minutes and says when to come back', async () => {
    await inject({ type: 'throttle', minutes: 0.012 });
    const answer = await create();
    expect(errorOf(answer)).toMatchObject({ code: 80004, error_subcode: 2446079 });
    const usage = JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '') as Record<
      string,
      { estimated_time_to_regain_access: number }[]
    >;
    const minutes = usage['1']?.[0]?.estimated_time_to_regain_access ?? 0;
    expect(minutes).toBeGreaterThan(0);
    expect(minutes).toBeLessThanOrEqual(0.012);
    expect((await graph.get('/act_1')).status).toBe(400);
    expect((await graph.get('/act_1/insights')).status).toBe(200);
    expect((await graph.get('/act_2')).status).toBe(200);
    const deadlineMs = Date.now() + 5000;
    while ((await graph.get('/act_1')).status !== 200) if (Date.now() > deadlineMs) throw new Error('throttle did not end');
    expect(await count()).toBe(0);
  });
});

describe('FG17: which request a rule takes', () => {
  it('counts nth and every from when the rule was added, and stops after times', async () => {
    await create();
    await inject({ type: 'error', status: 500, code: 1 }, { nth: 2 });
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([200, 500, 200]);
    await inject({ type: 'error', status: 500, code: 1 }, { nth: undefined, every: 2, times: 1 });
    expect([(await create()).status, (await create()).status, (await create()).status, (await create()).status]).toEqual([
      200, 500, 200, 200,
    ]);
  });

  it('lists hits and removes one or all', async () => {
    const id = await inject({ type: 'drop' }, { id: 'mine', nth: undefined, method: '*' });
    expect(id).toBe('mine');
    await expect(create()).rejects.toThrow();
    expect(listOf((await graph.control('GET', 'faults')).json)).toMatchObject([
      { id: 'mine', hits: 1, action: { type: 'drop' } },
    ]);
    expect((await graph.control('DELETE', 'faults/mine')).status).toBe(200);
    expect((await graph.control('DELETE', 'faults/mine')).status).toBe(404);
    await inject({ type: 'drop' });
    await graph.control('DELETE', 'faults');
    expect((await create()).status).toBe(200);
  });

  it('refuses a misspelt rule', async () => {
    expect((await graph.control('POST', 'faults', { method: 'POST', path: '(', action: { type: 'drop' } })).status).toBe(400);
    expect((await graph.control('POST', 'faults', { method: 'POST', path: '.', action: { type: 'dorp' } })).status).toBe(400);
    expect((await graph.control('POST', 'faults', { method: 'POST', path: '.', action: { type: 'drop' }, ntn: 1 })).status).toBe(
      400,
    );
  });

  it('lets the oldest matching rule count alone', () => {
    const plan = createFaultPlan();
    plan.add({ method: '*', path: '.', nth: 2, action: { type: 'drop' } });
    plan.add({ method: '*', path: '.', nth: 1, action: { type: 'no_id' } });
    expect([plan.take('GET', '/1'), plan.take('GET', '/1')?.type, plan.take('GET', '/1')?.type, plan.take('GET', '/1')]).toEqual([
      null,
      'drop',
      'no_id',
      null,
    ]);
  });

  it('throws dice by seed, and leaves what they spare to the next rule', () => {
    const hitsOf = (seed: number): number => {
      const plan = createFaultPlan();
      plan.add({ method: '*', path: '.', probability: 0.2, seed, action: { type: 'drop' } });
      plan.add({ method: '*', path: '.', probability: 1, action: { type: 'no_id' } });
      return Array.from({ length: 1000 }, () => plan.take('GET', '/1')?.type).filter((type) => type === 'drop').length;
    };
    expect(hitsOf(7)).toBe(hitsOf(7));
    expect(hitsOf(7)).toBeGreaterThan(150);
    expect(hitsOf(7)).toBeLessThan(250);
  });

  it('a throttle that ends while its refusal is written still says when to come back', async () => {
    await inject({ type: 'throttle', minutes: 0.01 });
    const startedAtMs = Date.now();
    let looks = 0;
    // 400 ms pass between any two looks at the clock: judged at 400 ms of the 600, and told at 800 ms if there were a third look.
    const now = jest.spyOn(Date, 'now').mockImplementation(() => startedAtMs + 400 * looks++);
    const answer = await create().finally(() => now.mockRestore());
    expect(errorOf(answer)).toMatchObject({ code: 80004 });
    expect(answer.headers.get('x-business-use-case-usage')).not.toContain('"estimated_time_to_regain_access":0,');
  });
});
