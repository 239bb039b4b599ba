import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  buildTree,
  CAMPAIGN,
  errorOf,
  type GraphTester,
  idOf,
  type Json,
  listOf,
  send,
  startTester,
} from '../testing/graph-tester.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

describe('FG18: what the control interface shows', () => {
  it('lists every object ever made, deleted ones too, with labels and times', async () => {
    const tree = await buildTree(graph);
    await graph.post(`/${tree.campaignId}/adlabels`, { adlabels: [{ name: 'xo:k' }] });
    await graph.delete(`/${tree.campaignId}`);
    const [campaign] = await graph.objects('campaign');
    expect(campaign).toMatchObject({
      id: tree.campaignId,
      level: 'campaign',
      account: 'act_1',
      name: 'Summer sale',
      status: 'DELETED',
      labels: ['xo:k'],
    });
    const [ad] = await graph.objects('ad');
    expect(ad).toMatchObject({
      campaign_id: tree.campaignId,
      adset_id: tree.adSetId,
      creative_id: tree.creativeId,
      status: 'PAUSED',
      effective_status: 'DELETED',
    });
    expect(ad?.['deleted_time']).toBe(campaign?.['deleted_time']);
    expect((await graph.objects('adset'))[0]).toMatchObject({ daily_budget: 5000 });
    expect(listOf((await graph.control('GET', 'objects?account=act_2')).json)).toEqual([]);
    expect((await graph.control('GET', 'objects?level=nonsense')).status).toBe(400);
  });

  it('keeps a journal without tokens and proofs', async () => {
    const secret = { access_token: 'SECRET', appsecret_proof: 'PROOF' };
    const id = idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, ...secret }));
    await graph.get('/act_1/campaigns', { access_token: 'SECRET', fields: 'id' });
    const journal = await graph.control('GET', 'journal');
    expect(journal.text).not.toMatch(/SECRET|PROOF|TEST-TOKEN/);
    expect(listOf(journal.json)).toMatchObject([
      {
        n: 1,
        method: 'POST',
        path: '/act_1/campaigns',
        account: 'act_1',
        body: CAMPAIGN,
        status: 200,
        error_code: null,
        fault: null,
        created: [id],
      },
      { n: 2, method: 'GET', body: { fields: 'id' }, created: [] },
    ]);
    expect(listOf((await graph.control('GET', 'journal?since=1')).json)).toHaveLength(1);
  });

  it('sums up levels, duplicate markers, live budgets and points', async () => {
    const tree = await buildTree(graph, 'act_1', 'ACTIVE');
    const marked = { ...CAMPAIGN, name: 'Sale [xo:KEY]' };
    await graph.post('/act_1/campaigns', marked);
    await graph.post('/act_1/campaigns', marked);
    const gone = await buildTree(graph, 'act_2', 'ACTIVE');
    await graph.delete(`/${gone.campaignId}`);
    const summary = (await graph.control('GET', 'summary')).json;
    expect(summary).toMatchObject({
      levels: {
        campaign: { total: 4, live: 3, active: 1, deleted: 1 },
        ad: { total: 2, live: 1, active: 1, deleted: 1 },
        creative: { total: 2, live: 2, active: 0 },
      },
      duplicate_markers: ['xo:KEY'],
      live_daily_budget_cents: { act_1: 5000 },
      max_points_300s: { act_1: 18, act_2: 15 },
      media_published: 0,
    });
    expect(tree.adId).toBeDefined();
  });

  it('resets to empty without handing out an id twice', async () => {
    const { campaignId } = await buildTree(graph);
    await graph.control('POST', 'reset');
    expect(await graph.objects('campaign')).toEqual([]);
    expect(listOf((await graph.control('GET', 'journal')).json)).toEqual([]);
    expect(BigInt(idOf(await graph.post('/act_1/campaigns', CAMPAIGN))) > BigInt(campaignId)).toBe(true);
  });

  it('answers 404 for a call it does not have and 400 for a body it cannot read', async () => {
    expect((await graph.control('GET', 'nonsense')).status).toBe(404);
    expect((await send(`${graph.fake.url}/__fake/clock`, { method: 'POST', body: '{' })).status).toBe(400);
  });
});

describe('FG19: clock', () => {
  it('advances, is set, and follows real time again', async () => {
    const ahead = Date.parse(String((await graph.control('POST', 'clock', { advance_hours: 48 })).json['now']));
    expect(ahead - Date.now()).toBeGreaterThan(47 * 3_600_000);
    expect((await graph.control('POST', 'clock', { set: '2026-12-24T00:00:00Z' })).json['now']).toMatch(/^2026-12-24T00:00:0/);
    expect((await graph.control('POST', 'clock', { follow_real: true })).json['follow_real']).toBe(true);
    expect((await graph.control('POST', 'clock', { forward: 1 })).status).toBe(400);
  });
});

describe('FG3: tokens', () => {
  const ask = (tester: GraphTester, token: string, path = 'act_1', init: RequestInit = {}) =>
    send(`${tester.fake.url}/v26.0/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });

  it('strict mode knows only registered tokens, within their accounts, scopes and life', async () => {
    await graph.stop();
    graph = await startTester({ strictTokens: true });
    const register = (spec: Json) => graph.control('POST', 'tokens', spec);
    expect(errorOf(await ask(graph, 'A'))).toMatchObject({ code: 190 });
    await register({ token: 'A', accounts: ['act_1'], scopes: ['ads_management', 'ads_read'] });
    expect((await ask(graph, 'A')).status).toBe(200);
    expect(errorOf(await ask(graph, 'A', 'act_2'))).toMatchObject({ code: 200 });
    const id = idOf(await ask(graph, 'A', 'act_1/campaigns', { method: 'POST', body: JSON.stringify(CAMPAIGN) }));
    await register({ token: 'B', accounts: ['act_2'] });
    expect(errorOf(await ask(graph, 'B', id))).toMatchObject({ code: 100, error_subcode: 33 });
    await register({ token: 'C', accounts: ['1'], scopes: ['ads_read'] });
    expect(errorOf(await ask(graph, 'C', 'act_1/campaigns', { method: 'POST', body: JSON.stringify(CAMPAIGN) }))).toMatchObject({
      code: 200,
    });
    await register({ token: 'D', accounts: ['*'], expires_at: Math.floor(Date.now() / 1000) + 60 });
    expect((await ask(graph, 'D')).status).toBe(200);
    await graph.control('POST', 'clock', { advance_hours: 1 });
    expect(errorOf(await ask(graph, 'D'))).toMatchObject({ code: 190, error_subcode: 463 });
    await register({ token: 'A', accounts: ['act_1'], valid: false });
    expect(errorOf(await ask(graph, 'A'))).toMatchObject({ code: 190 });
  });

  it('demands a valid appsecret_proof, in both forms, when it has an app secret', async () => {
    await graph.stop();
    graph = await startTester({ appSecret: 'shh' });
    const proof = (message: string): string => createHmac('sha256', 'shh').update(message).digest('hex');
    expect(errorOf(await ask(graph, 'T'))).toMatchObject({ code: 100 });
    expect((await ask(graph, 'T', `act_1?appsecret_proof=${proof('T')}`)).status).toBe(200);
    expect(errorOf(await ask(graph, 'T', 'act_1?appsecret_proof=00'))).toMatchObject({
      message: expect.stringContaining('Invalid appsecret_proof'),
    });
    const now = Math.floor(Date.now() / 1000);
    expect((await ask(graph, 'T', `act_1?appsecret_time=${now}&appsecret_proof=${proof(`T|${now}`)}`)).status).toBe(200);
    const old = now - 301;
    expect((await ask(graph, 'T', `act_1?appsecret_time=${old}&appsecret_proof=${proof(`T|${old}`)}`)).status).toBe(400);
  });
});

describe('FG5: state file', () => {
  it('brings objects, journal, labels, truths and ids back after a restart, also after a line cut short', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graph-api-fake-'));
    const stateFile = join(folder, 'state.jsonl');
    try {
      const before = await startTester({ stateFile });
      const tree = await buildTree(before, 'act_1', 'ACTIVE');
      await before.post('/act_1/adlabels', { name: 'l' });
      await before.control('PUT', `ads/${tree.adId}/truth`, {
        impressions_per_day: 10,
        ctr: 0.5,
        cost_per_click_cents: 1,
        conversion_rate: 0,
        order_value_cents: 0,
        starts_days_ago: 2,
      });
      await before.post(`/${tree.adId}`, { name: 'renamed' });
      const objects = (await before.control('GET', 'objects')).text;
      await before.stop();
      const { appendFileSync } = await import('node:fs');
      appendFileSync(stateFile, '{"objects":[{"id":"12');

      const after = await startTester({ stateFile });
      expect((await after.control('GET', 'objects')).text).toBe(objects);
      expect(listOf((await after.control('GET', 'journal')).json)).toHaveLength(6);
      expect(listOf((await after.control('GET', `truth?ad=${tree.adId}`)).json).length).toBeGreaterThanOrEqual(2);
      expect(Number(idOf(await after.post('/act_1/adlabels', { name: 'l' })).slice(-3))).toBe(5);
      const next = idOf(await after.post('/act_1/campaigns', CAMPAIGN));
      expect(BigInt(next) > BigInt(tree.adId)).toBe(true);
      await after.stop();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('FG18: additions', () => {
  it('FG5: saves the whole state as a value and loads it again, into another server too', async () => {
    const tree = await buildTree(graph, 'act_1', 'ACTIVE');
    await graph.control('PUT', `ads/${tree.adId}/review`, { outcome: 'with_issues' });
    const objects = (await graph.control('GET', 'objects')).text;
    const state = (await graph.control('GET', 'state')).json;
    await graph.control('POST', 'reset');
    expect(await graph.objects('ad')).toEqual([]);
    const other = await startTester();
    for (const server of [graph, other]) {
      expect((await server.control('PUT', 'state', state)).status).toBe(200);
      expect((await server.control('GET', 'objects')).text).toBe(objects);
    }
    expect(BigInt(idOf(await other.post('/act_1/campaigns', CAMPAIGN))) > BigInt(tree.adId)).toBe(true);
    await other.stop();
    expect((await graph.control('PUT', 'state', { data: [] })).status).toBe(400);
  });

  it('answers what assertions ask: created by key, active, orphans, spend at risk', async () => {
    const tree = await buildTree(graph, 'act_1', 'ACTIVE');
    const orphan = idOf(
      await graph.post('/act_1/campaigns', { ...CAMPAIGN, name: 'Alone [xo:k1]', adlabels: [{ name: 'xo:saga' }] }),
    );
    const findings = async (): Promise<Json> => (await graph.control('GET', 'findings?key=xo:k1')).json;
    expect(await findings()).toEqual({
      created_by_key: [orphan],
      active: [tree.campaignId, tree.adSetId, tree.adId],
      orphans: [orphan],
      spend_at_risk_cents: { act_1: 5000 },
    });
    await graph.post(`/${tree.campaignId}`, { status: 'PAUSED' });
    await graph.delete(`/${orphan}`);
    expect(await findings()).toMatchObject({ created_by_key: [orphan], orphans: [], spend_at_risk_cents: {} });
  });
});

it('FG3: a revoked token stops working at once', async () => {
  await graph.get('/act_1', { access_token: 'SHORT-LIVED' });
  expect((await graph.get('/oauth/revoke', { revoke_token: 'SHORT-LIVED' })).json).toEqual({ success: true });
  expect(errorOf(await graph.get('/act_1', { access_token: 'SHORT-LIVED' }))).toMatchObject({ code: 190 });
});

it('FG2: POST with method=delete deletes, unless the rule is off', async () => {
  const id = idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
  await graph.stop();
  graph = await startTester({ rules: { methodOverride: false } });
  const kept = idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
  await graph.post(`/${kept}`, { method: 'delete' });
  expect((await graph.get(`/${kept}`, { fields: 'status' })).json['status']).toBe('PAUSED');
  await graph.stop();
  graph = await startTester();
  const gone = idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
  expect(gone).toBe(id);
  await graph.post(`/${gone}`, { method: 'delete' });
  expect((await graph.get(`/${gone}`, { fields: 'status' })).json['status']).toBe('DELETED');
});
