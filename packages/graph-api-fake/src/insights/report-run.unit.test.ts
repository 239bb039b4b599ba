import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildTree, errorOf, type GraphTester, type Json, listOf, startTester } from '../testing/graph-tester.ts';

const RUN_MS = 3_600_000;
let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester({ reportMs: RUN_MS });
  await graph.control('POST', 'clock', { set: '2026-11-20T12:00:00Z' });
});
afterEach(() => graph.stop());

const QUERY: Json = {
  level: 'ad',
  time_increment: 1,
  time_range: { since: '2026-11-01', until: '2026-11-20' },
  fields: ['ad_id', 'impressions'],
};

const start = async (): Promise<string> => String((await graph.post('/act_1/insights', QUERY)).json['report_run_id']);
const pass = (share: number) => graph.control('POST', 'clock', { advance_hours: (share * RUN_MS) / 3_600_000 });
const poll = async (run: string): Promise<unknown[]> => {
  const { json } = await graph.get(`/${run}`);
  return [json['async_status'], json['async_percent_completion']];
};

describe('FG15: asynchronous reports', () => {
  it('climbs the ladder; Running at 100 % is not complete; completed rows equal the synchronous ones', async () => {
    const { adId } = await buildTree(graph);
    const truth = {
      impressions_per_day: 1000,
      ctr: 0.1,
      cost_per_click_cents: 1,
      conversion_rate: 0,
      order_value_cents: 0,
      starts_days_ago: 3,
    };
    await graph.control('PUT', `ads/${adId}/truth`, truth);
    const run = await start();
    expect(await poll(run)).toEqual(['Job Not Started', 0]);
    await pass(0.3);
    expect(await poll(run)).toEqual(['Job Started', 0]);
    await pass(0.3);
    expect(await poll(run)).toEqual(['Job Running', 50]);
    await pass(0.3);
    expect(await poll(run)).toEqual(['Job Running', 100]);
    expect(errorOf(await graph.get(`/${run}/insights`))).toMatchObject({ code: 2601, error_subcode: 1815107 });
    await pass(0.2);
    expect(await poll(run)).toEqual(['Job Completed', 100]);
    const rows = listOf((await graph.get(`/${run}/insights`, { limit: '100' })).json);
    expect(rows).toEqual(listOf((await graph.get('/act_1/insights', { ...QUERY, fields: 'ad_id,impressions' })).json));
    expect(rows).toHaveLength(4);
  });

  const outcomes: readonly [string, unknown[]][] = [
    ['failed', ['Job Failed', 0]],
    ['skipped', ['Job Skipped', 0]],
    ['stuck', ['Job Running', 0]],
  ];
  it.each(outcomes)('ends %s when a fault says so', async (outcome, shown) => {
    await graph.control('POST', 'faults', { method: 'POST', path: '/insights$', nth: 1, action: { type: 'report', outcome } });
    const run = await start();
    await pass(5);
    expect(await poll(run)).toEqual(shown);
    const { json } = await graph.get(`/${run}`, { fields: 'error_code,error_message' });
    expect(json['error_code']).toBe(outcome === 'failed' ? 2 : undefined);
  });

  it('forgets a run after 30 days and refuses a bad query at once', async () => {
    const run = await start();
    await graph.control('POST', 'clock', { advance_hours: 24 * 31 });
    expect(errorOf(await graph.get(`/${run}`))).toMatchObject({ code: 100, error_subcode: 33 });
    expect((await graph.post('/act_1/insights', { ...QUERY, fields: ['colour'] })).status).toBe(400);
  });

  it('writes the run id as a bare number when told to', async () => {
    await graph.stop();
    graph = await startTester({ rules: { numericReportRunId: true } });
    expect((await graph.post('/act_1/insights', QUERY)).text).toMatch(/"report_run_id":\d{18}/);
  });
});

describe('FG14, FG15: too much data', () => {
  it('is refused until limit, days or fields are fewer; a report over it fails and says so', async () => {
    const account = { id: 'act_1', currency: 'USD', timezone_name: 'UTC', tier: 'standard', max_insights_cells: 20 };
    await graph.control('POST', 'accounts', account);
    const { adId } = await buildTree(graph);
    const truth = { impressions_per_day: 9, ctr: 0, cost_per_click_cents: 0, conversion_rate: 0, order_value_cents: 0 };
    await graph.control('PUT', `ads/${adId}/truth`, { ...truth, starts_days_ago: 9 });
    // Ten rows of four columns: two fields and two dates.
    expect(errorOf(await graph.get('/act_1/insights', QUERY))).toMatchObject({ code: 100, error_subcode: 1487534 });
    expect(listOf((await graph.get('/act_1/insights', { ...QUERY, limit: '5' })).json)).toHaveLength(5);
    const range = (since: string, until: string): Json => ({ ...QUERY, time_range: { since, until } });
    expect((await graph.get('/act_1/insights', range('2026-11-16', '2026-11-20'))).status).toBe(200);
    const run = await start();
    await pass(2);
    expect(await poll(run)).toEqual(['Job Failed', 0]);
    expect((await graph.get(`/${run}`, { fields: 'error_code,error_subcode' })).json).toMatchObject({
      error_code: -3,
      error_subcode: 1504045,
    });
  });
});

describe('FG4: token calls', () => {
  it('debug_token and the exchange for a fresh token', async () => {
    await graph.control('POST', 'tokens', {
      token: 'A',
      accounts: ['act_1'],
      scopes: ['ads_read'],
      expires_at: '2026-11-21T12:00:00Z',
    });
    const debug = async (token: string): Promise<Json> =>
      (await graph.get('/debug_token', { input_token: token })).json['data'] as Json;
    expect(await debug('A')).toMatchObject({
      is_valid: true,
      scopes: ['ads_read'],
      expires_at: Date.parse('2026-11-21T12:00:00Z') / 1000,
    });
    const fresh = (await graph.get('/oauth/access_token', { grant_type: 'fb_exchange_token', fb_exchange_token: 'A' })).json;
    await graph.control('POST', 'clock', { advance_hours: 48 });
    expect(await debug('A')).toMatchObject({ is_valid: false, error: { subcode: 463 } });
    expect(await debug(String(fresh['access_token']))).toMatchObject({ is_valid: true });
    expect(await debug('unknown')).toMatchObject({ is_valid: false });
  });
});
