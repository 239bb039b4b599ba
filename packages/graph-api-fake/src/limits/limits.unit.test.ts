import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAMPAIGN, errorOf, type GraphTester, type Json, startTester } from '../testing/graph-tester.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

describe('FG16: limits', () => {
  const tier = (spec: unknown) =>
    graph.control('POST', 'accounts', { id: 'act_1', currency: 'USD', timezone_name: 'UTC', tier: spec });

  it('development: 60 points in 300 s, then 17/2446079 until the block is over', async () => {
    await tier('development');
    for (let write = 1; write <= 20; write += 1) expect((await graph.post('/act_1/campaigns', CAMPAIGN)).status).toBe(200);
    const answer = await graph.get('/act_1');
    expect(errorOf(answer)).toMatchObject({ code: 17, error_subcode: 2446079 });
    expect(JSON.parse(answer.headers.get('x-ad-account-usage') ?? '')).toEqual({
      acc_id_util_pct: 100,
      reset_time_duration: 300,
      ads_api_access_tier: 'development_access',
    });
    await graph.control('POST', 'clock', { advance_hours: 0.1 });
    expect((await graph.get('/act_1')).status).toBe(200);
    expect((await graph.control('GET', 'summary')).json['max_points_300s']).toEqual({ act_1: 60 });
  });

  it('a tier of the test: points come back after its decay', async () => {
    await tier({ points: 3, decay_seconds: 10, block_seconds: 0 });
    expect((await graph.post('/act_1/campaigns', CAMPAIGN)).status).toBe(200);
    expect((await graph.get('/act_1')).status).toBe(400);
    await graph.control('POST', 'clock', { advance_hours: 10.1 / 3600 });
    expect((await graph.get('/act_1')).status).toBe(200);
  });

  it('sends all four usage headers', async () => {
    const { headers } = await graph.get('/act_1');
    for (const name of ['x-app-usage', 'x-ad-account-usage', 'x-business-use-case-usage', 'x-fb-ads-insights-throttle']) {
      expect(JSON.parse(headers.get(name) ?? 'null')).toEqual(expect.any(Object));
    }
  });
});

describe('FG16: quotas beside the score', () => {
  it('100 mutations a second, then 613/5044001; hourly calls by use case, then 80004 with minutes to wait', async () => {
    await graph.control('POST', 'accounts', { id: 'act_1', currency: 'USD', timezone_name: 'UTC', tier: 'standard' });
    const errors = new Set<unknown>();
    const create = async (): Promise<void> => {
      const error = errorOf(await graph.post('/act_1/adlabels', { name: 'l' }));
      if (error['code'] !== undefined) errors.add(`${error['code']}/${error['error_subcode']}`);
    };
    const deadlineMs = Date.now() + 10_000;
    while (errors.size === 0 && Date.now() < deadlineMs) await Promise.all(Array.from({ length: 50 }, create));
    expect([...errors]).toEqual(['613/5044001']);

    await graph.control('POST', 'accounts', { id: 'act_2', currency: 'USD', timezone_name: 'UTC', tier: 'development' });
    let refused: Json = {};
    // 300 calls an hour; the clock moves on so that the score of 60 points in 300 s never is what refuses.
    for (let calls = 0; calls <= 300 && refused['code'] === undefined; calls += 1) {
      if (calls % 30 === 29) await graph.control('POST', 'clock', { advance_hours: 0.09 });
      refused = errorOf(await graph.get('/act_2'));
    }
    expect(refused).toMatchObject({ code: 80004, error_subcode: 2446079 });
  });
});
