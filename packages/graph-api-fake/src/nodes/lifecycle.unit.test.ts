import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AD_SET,
  buildTree,
  CAMPAIGN,
  errorOf,
  type GraphTester,
  idOf,
  listOf,
  send,
  startTester,
} from '../testing/graph-tester.ts';

let graph: GraphTester;

beforeEach(async () => {
  graph = await startTester();
});
afterEach(() => graph.stop());

async function effective(id: string): Promise<unknown> {
  return (await graph.get(`/${id}`, { fields: 'effective_status' })).json['effective_status'];
}

describe('FG10: status', () => {
  it('inherits pauses from ad set and campaign', async () => {
    const tree = await buildTree(graph, 'act_1', 'ACTIVE');
    expect(await effective(tree.adId)).toBe('ACTIVE');
    await graph.post(`/${tree.campaignId}`, { status: 'PAUSED' });
    expect([await effective(tree.adSetId), await effective(tree.adId)]).toEqual(['CAMPAIGN_PAUSED', 'CAMPAIGN_PAUSED']);
    await graph.post(`/${tree.adSetId}`, { status: 'PAUSED' });
    expect([await effective(tree.adSetId), await effective(tree.adId)]).toEqual(['PAUSED', 'ADSET_PAUSED']);
  });

  it('reviews an ad by the virtual clock', async () => {
    await graph.stop();
    graph = await startTester({ reviewMs: 3_600_000 });
    const { adId } = await buildTree(graph, 'act_1', 'ACTIVE');
    expect(await effective(adId)).toBe('PENDING_REVIEW');
    await graph.control('POST', 'clock', { advance_hours: 2 });
    expect(await effective(adId)).toBe('ACTIVE');
  });

  it('cascades a deletion: children are DELETED, gone from edges, readable by id', async () => {
    const tree = await buildTree(graph, 'act_1', 'ACTIVE');
    expect((await graph.delete(`/${tree.campaignId}`)).json).toEqual({ success: true });
    expect([await effective(tree.campaignId), await effective(tree.adSetId), await effective(tree.adId)]).toEqual([
      'DELETED',
      'DELETED',
      'DELETED',
    ]);
    for (const edge of [
      '/act_1/campaigns',
      '/act_1/adsets',
      '/act_1/ads',
      `/${tree.campaignId}/adsets`,
      `/${tree.adSetId}/ads`,
    ]) {
      expect(listOf((await graph.get(edge)).json)).toEqual([]);
    }
    expect((await graph.delete(`/${tree.campaignId}`)).json).toEqual({ success: true });
  });

  it('shows archived objects only to a status filter and refuses to list deleted ones', async () => {
    const { campaignId } = await buildTree(graph);
    await graph.post(`/${campaignId}`, { status: 'ARCHIVED' });
    expect(listOf((await graph.get('/act_1/campaigns')).json)).toEqual([]);
    expect(listOf((await graph.get('/act_1/campaigns', { effective_status: ['ARCHIVED', 'PAUSED'] })).json)).toEqual([
      { id: campaignId },
    ]);
    expect((await graph.get('/act_1/campaigns', { effective_status: ['DELETED'] })).status).toBe(400);
  });

  it('edits nothing but the name of a deleted object', async () => {
    const tree = await buildTree(graph);
    await graph.delete(`/${tree.campaignId}`);
    expect((await graph.post(`/${tree.campaignId}`, { name: 'gone' })).status).toBe(200);
    expect(errorOf(await graph.post(`/${tree.campaignId}`, { status: 'ACTIVE' }))).toMatchObject({ error_subcode: 1487566 });
    expect(errorOf(await graph.post(`/${tree.adSetId}`, { status: 'ACTIVE' }))).toMatchObject({ error_subcode: 1487056 });
    expect(errorOf(await graph.post(`/${tree.adId}`, { status: 'ACTIVE' }))).toMatchObject({ error_subcode: 1885088 });
    expect((await graph.post(`/${tree.campaignId}`, { status: 'DELETED' })).status).toBe(200);
  });

  it('answers 100/33 for an id nobody made', async () => {
    expect(errorOf(await graph.get('/120210000000009999'))).toMatchObject({
      code: 100,
      error_subcode: 33,
      type: 'GraphMethodException',
    });
    expect(errorOf(await graph.delete('/120210000000009999'))).toMatchObject({ code: 100, error_subcode: 33 });
  });
});

describe('FG7: updates', () => {
  it('keeps content of creatives and pixels of published ad sets fixed', async () => {
    const tree = await buildTree(graph, 'act_1', 'ACTIVE');
    expect((await graph.post(`/${tree.creativeId}`, { object_story_spec: {} })).status).toBe(400);
    expect(errorOf(await graph.post(`/${tree.adSetId}`, { promoted_object: { pixel_id: '9' } }))).toMatchObject({
      error_subcode: 3260011,
    });
  });

  it('FG16: allows four budget edits an hour per ad set', async () => {
    const { adSetId } = await buildTree(graph);
    for (let edit = 1; edit <= 4; edit += 1)
      expect((await graph.post(`/${adSetId}`, { daily_budget: 5000 + edit })).status).toBe(200);
    expect(errorOf(await graph.post(`/${adSetId}`, { daily_budget: 6000 }))).toMatchObject({ code: 613, error_subcode: 1487632 });
    await graph.control('POST', 'clock', { advance_hours: 1.1 });
    expect((await graph.post(`/${adSetId}`, { daily_budget: 6000 })).status).toBe(200);
  });
});

describe('FG11: paging', () => {
  it('walks 60 objects through paging.next without gap or repeat while new ones come in', async () => {
    const made: string[] = [];
    for (let n = 0; n < 60; n += 1) made.push(idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, name: `c${n}` })));
    const seen: unknown[] = [];
    let answer = await graph.get('/act_1/campaigns', { summary: 'true', fields: 'id' });
    expect(answer.json['summary']).toEqual({ total_count: 60 });
    for (;;) {
      seen.push(...listOf(answer.json).map((row) => row['id']));
      const paging = answer.json['paging'] as { next?: string; cursors: { after: string } };
      expect(paging.cursors.after).toEqual(expect.any(String));
      if (paging.next === undefined) break;
      expect(paging.next.startsWith(`${graph.fake.url}/v26.0/act_1/campaigns?`)).toBe(true);
      expect(paging.next).toContain('access_token=TEST-TOKEN');
      idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
      answer = await send(paging.next);
    }
    expect(seen).toEqual(made.reverse());
  });

  it('goes back through paging.previous', async () => {
    for (let n = 0; n < 5; n += 1) await graph.post('/act_1/campaigns', CAMPAIGN);
    const first = await graph.get('/act_1/campaigns', { limit: '2' });
    const second = await send((first.json['paging'] as { next: string }).next);
    const back = await send((second.json['paging'] as { previous: string }).previous);
    expect(listOf(back.json)).toEqual(listOf(first.json));
  });

  it('answers an empty list without paging and refuses a made-up cursor', async () => {
    expect((await graph.get('/act_1/campaigns')).json).toEqual({ data: [] });
    expect((await graph.get('/act_1/campaigns', { after: 'nonsense' })).status).toBe(400);
  });
});

describe('FG12: filtering and labels', () => {
  it('filters by name, id, status, time and parent', async () => {
    const tree = await buildTree(graph);
    const other = idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, name: 'Winter [xo:ABC]' }));
    const find = async (edge: string, field: string, operator: string, value: unknown): Promise<unknown[]> =>
      listOf((await graph.get(`/act_1/${edge}`, { filtering: [{ field, operator, value }] })).json).map((row) => row['id']);
    expect(await find('campaigns', 'name', 'CONTAIN', 'xo:ABC')).toEqual([other]);
    expect(await find('campaigns', 'name', 'EQUAL', 'Summer sale')).toEqual([tree.campaignId]);
    expect(await find('campaigns', 'name', 'NOT_CONTAIN', 'xo:')).toEqual([tree.campaignId]);
    expect(await find('campaigns', 'id', 'IN', [other])).toEqual([other]);
    expect(await find('campaigns', 'updated_time', 'GREATER_THAN', '2020-01-01')).toHaveLength(2);
    expect(await find('ads', 'campaign.id', 'EQUAL', tree.campaignId)).toEqual([tree.adId]);
    expect(await find('ads', 'effective_status', 'IN', ['ACTIVE'])).toEqual([]);
    expect((await graph.get('/act_1/ads', { filtering: [{ field: 'colour', operator: 'EQUAL', value: 'red' }] })).status).toBe(
      400,
    );
  });

  it('finds by labels with ANY and ALL; a label of one name exists once', async () => {
    const one = idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, adlabels: [{ name: 'a' }] }));
    const both = idOf(await graph.post('/act_1/campaigns', { ...CAMPAIGN, adlabels: [{ name: 'a' }, { name: 'b' }] }));
    const a = idOf(await graph.post('/act_1/adlabels', { name: 'a' }));
    const b = idOf(await graph.post('/act_1/adlabels', { name: 'b' }));
    const find = async (operator: string, ids: string[]): Promise<unknown[]> =>
      listOf((await graph.get('/act_1/campaignsbylabels', { ad_label_ids: ids, operator })).json).map((row) => row['id']);
    expect(await find('ALL', [a, b])).toEqual([both]);
    expect(await find('ANY', [a, b])).toEqual([both, one]);
    expect(listOf((await graph.get('/act_1/adlabels')).json)).toHaveLength(2);
    await graph.delete(`/${a}`);
    expect(await find('ANY', [a])).toEqual([]);
  });
});

describe('FG4, FG7: accounts', () => {
  it('shows what a pre-flight asks, with defaults for an unknown account', async () => {
    const fields = 'account_status,disable_reason,currency,timezone_name,min_daily_budget,funding_source';
    expect((await graph.get('/act_5', { fields })).json).toEqual({
      id: 'act_5',
      account_status: 1,
      disable_reason: 0,
      currency: 'USD',
      timezone_name: 'UTC',
      min_daily_budget: 100,
      funding_source: '5',
    });
    await graph.control('POST', 'accounts', {
      id: 'act_5',
      currency: 'JPY',
      timezone_name: 'Asia/Tokyo',
      tier: 'development',
      status: 2,
    });
    expect((await graph.get('/act_5', { fields: 'currency,timezone_offset_hours_utc,account_status' })).json).toEqual({
      id: 'act_5',
      currency: 'JPY',
      timezone_offset_hours_utc: 9,
      account_status: 2,
    });
    expect(listOf((await graph.get('/act_5/minimum_budgets')).json)[0]).toMatchObject({
      currency: 'JPY',
      min_daily_budget_imp: 150,
    });
  });

  it('holds at most 200 ad sets in a campaign', async () => {
    const campaign_id = idOf(await graph.post('/act_1/campaigns', CAMPAIGN));
    await graph.control('POST', 'accounts', {
      id: 'act_1',
      currency: 'USD',
      timezone_name: 'UTC',
      tier: { points: 1e9, decay_seconds: 300, block_seconds: 1 },
    });
    for (let made = 0; made < 200; made += 1) idOf(await graph.post('/act_1/adsets', { ...AD_SET, campaign_id }));
    expect((await graph.post('/act_1/adsets', { ...AD_SET, campaign_id })).status).toBe(400);
  });
});
