import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buildTree,
  errorOf,
  type GraphTester,
  idOf,
  type Json,
  listOf,
  startTester,
  type Tree,
} from '../testing/graph-tester.ts';
import { addDays, dateIn, dayStartMs } from '../time/zoned-days.ts';
import { segmentRows } from './daily-rows.ts';
import { partOfEachDay, readDateRange, splitRange } from './date-range.ts';

const TRUTH: Json = {
  impressions_per_day: 1000,
  ctr: 0.05,
  cost_per_click_cents: 40,
  conversion_rate: 0.1,
  order_value_cents: 2500,
};

let graph: GraphTester;
let tree: Tree;

beforeEach(async () => {
  graph = await startTester();
  await graph.control('POST', 'clock', { set: '2026-11-20T12:00:00Z' });
  tree = await buildTree(graph, 'act_1', 'PAUSED');
});
afterEach(() => graph.stop());

const giveTruth = (spec: Json) => graph.control('PUT', `ads/${tree.adId}/truth`, { ...TRUTH, ...spec });
const truthRows = async (): Promise<Json[]> =>
  listOf((await graph.control('GET', `truth?ad=${tree.adId}&from=2026-01-01&to=2027-12-31`)).json);
const insights = (path: string, query: Json = {}) =>
  graph.get(`${path}/insights`, {
    level: 'ad',
    time_increment: '1',
    time_range: { since: '2026-11-01', until: '2026-11-20' },
    fields: 'ad_id,impressions,clicks,inline_link_clicks,spend,actions,action_values,ctr',
    ...query,
  });

describe('FG14: truth', () => {
  it('gives full past days and the share of today that has passed, whatever the status', async () => {
    await giveTruth({ starts_days_ago: 8 });
    const rows = await truthRows();
    expect(rows.map((row) => row['date'])).toEqual(Array.from({ length: 9 }, (_, day) => addDays('2026-11-12', day)));
    expect(rows[0]).toEqual({
      ad_id: tree.adId,
      date: '2026-11-12',
      impressions: 1000,
      clicks: 50,
      inline_link_clicks: 50,
      spend_cents: 2000,
      conversions: 5,
      revenue_cents: 12_500,
      reach: 820,
    });
    expect(rows[8]).toMatchObject({ date: '2026-11-20', impressions: 500 });
    await graph.control('POST', 'clock', { advance_hours: 24 });
    expect((await truthRows()).at(-1)).toMatchObject({ date: '2026-11-20', impressions: 500 });
  });

  it('delivers from now on only while ad, ad set and campaign are ACTIVE', async () => {
    await giveTruth({});
    expect(await truthRows()).toEqual([]);
    for (const id of [tree.adId, tree.adSetId, tree.campaignId]) await graph.post(`/${id}`, { status: 'ACTIVE' });
    await graph.control('POST', 'clock', { set: '2026-11-21T12:00:00Z' });
    await graph.post(`/${tree.campaignId}`, { status: 'PAUSED' });
    await graph.control('POST', 'clock', { set: '2026-11-25T12:00:00Z' });
    expect((await truthRows()).map((row) => [row['date'], row['impressions']])).toEqual([
      ['2026-11-20', 500],
      ['2026-11-21', 500],
    ]);
  });

  it('changes days from today on; the past only with rewrite_past', async () => {
    await giveTruth({ starts_days_ago: 2 });
    await giveTruth({ impressions_per_day: 4000 });
    expect((await truthRows()).map((row) => row['impressions'])).toEqual([1000, 1000, 2000]);
    await giveTruth({ impressions_per_day: 4000, rewrite_past: true });
    expect((await truthRows()).map((row) => row['impressions'])).toEqual([4000, 4000, 2000]);
  });

  it('counts whole days of the account time zone', async () => {
    await graph.control('POST', 'accounts', {
      id: 'act_1',
      currency: 'USD',
      timezone_name: 'America/Los_Angeles',
      tier: 'standard',
    });
    await graph.control('POST', 'clock', { set: '2026-11-20T05:00:00Z' });
    await giveTruth({ starts_days_ago: 1 });
    expect((await truthRows()).map((row) => [row['date'], row['impressions']])).toEqual([
      ['2026-11-18', 1000],
      ['2026-11-19', 875],
    ]);
  });

  it('refuses rates that are percent and ads that do not exist', async () => {
    expect((await giveTruth({ ctr: 5 })).status).toBe(400);
    expect((await graph.control('PUT', 'ads/1/truth', TRUTH)).status).toBe(404);
  });

  it('is exact: after any number of days the sums are the rates times what came before', () => {
    const rates = fc.record({
      impressions: fc.integer({ min: 0, max: 100_000 }),
      ctr: fc.integer({ min: 0, max: 1000 }),
      cvr: fc.integer({ min: 0, max: 1000 }),
      days: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(rates, ({ impressions, ctr, cvr, days }) => {
        const spec = {
          impressions_per_day: impressions,
          ctr: ctr / 1000,
          cost_per_click_cents: 37,
          conversion_rate: cvr / 1000,
          order_value_cents: 1999,
        };
        const shares = Array.from({ length: days }, (_, day) => ({ date: addDays('2026-01-01', day), share: 1 }));
        const rows = segmentRows('1', { fromDate: '2026-01-01', spec }, shares, 1);
        const sum = (metric: 'impressions' | 'inline_link_clicks' | 'conversions' | 'spend_cents' | 'revenue_cents'): number =>
          rows.reduce((total, row) => total + row[metric], 0);
        expect(sum('impressions')).toBe(impressions * days);
        expect(sum('inline_link_clicks')).toBe(Math.floor((impressions * days * ctr) / 1000 + 0.5));
        expect(sum('conversions')).toBe(Math.floor((sum('inline_link_clicks') * cvr) / 1000 + 0.5));
        expect(sum('spend_cents')).toBe(sum('inline_link_clicks') * 37);
        expect(sum('revenue_cents')).toBe(sum('conversions') * 1999);
        for (const row of rows) expect(row.inline_link_clicks).toBeLessThanOrEqual(row.impressions);
      }),
    );
  });

  it('with noise the days differ, the same way every time', () => {
    const spec = {
      impressions_per_day: 1000,
      ctr: 0.1,
      cost_per_click_cents: 10,
      conversion_rate: 0.1,
      order_value_cents: 100,
      noise: 0.2,
    };
    const shares = Array.from({ length: 20 }, (_, day) => ({ date: addDays('2026-01-01', day), share: 1 }));
    const rows = segmentRows('1', { fromDate: '2026-01-01', spec }, shares, 1);
    expect(rows).toEqual(segmentRows('1', { fromDate: '2026-01-01', spec }, shares, 1));
    expect(new Set(rows.map((row) => row.impressions)).size).toBeGreaterThan(10);
  });
});

describe('FG14: the insights edge', () => {
  it('shows daily ad rows as text, as the truth says, without zero days', async () => {
    await giveTruth({ starts_days_ago: 3 });
    const rows = listOf((await insights('/act_1')).json);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({
      ad_id: tree.adId,
      date_start: '2026-11-17',
      date_stop: '2026-11-17',
      impressions: '1000',
      inline_link_clicks: '50',
      spend: '20.00',
      ctr: '5',
    });
    const purchases = ((rows[0]?.['actions'] ?? []) as Json[]).filter((action) => action['action_type'] === 'omni_purchase');
    expect(purchases).toEqual([{ action_type: 'omni_purchase', value: '5', '7d_click': '5' }]);
    expect(rows[0]?.['action_values']).toContainEqual({ action_type: 'omni_purchase', value: '125.00', '7d_click': '125.00' });
    for (const scope of [tree.campaignId, tree.adSetId, tree.adId])
      expect(listOf((await insights(`/${scope}`)).json)).toEqual(rows);
  });

  it('reports nested click windows, and nothing for 7d_view and 28d_view', async () => {
    await giveTruth({ starts_days_ago: 1, conversion_rate: 0.5 });
    const windows = ['1d_click', '7d_click', '28d_click', '1d_view', '7d_view', '28d_view'];
    const answer = await insights('/act_1', { fields: 'actions', action_attribution_windows: windows });
    const actions = (listOf(answer.json)[0]?.['actions'] ?? []) as Record<string, string>[];
    const purchase = actions.find((action) => action['action_type'] === 'omni_purchase') ?? {};
    const { value, ...reported } = purchase;
    const amount = (window: string): number => Number(reported[window]);
    expect(Object.keys(reported).sort()).toEqual(['1d_click', '1d_view', '28d_click', '7d_click', 'action_type']);
    expect(amount('1d_click')).toBeLessThanOrEqual(amount('7d_click'));
    expect(amount('7d_click')).toBeLessThanOrEqual(amount('28d_click'));
    expect(amount('7d_click') + amount('1d_view')).toBe(Number(value));
  });

  it('pages rows and sums them over any increment', async () => {
    await giveTruth({ starts_days_ago: 9 });
    const first = await insights('/act_1', { limit: '4' });
    const paging = first.json['paging'] as { next: string; cursors: { after: string } };
    expect(listOf(first.json)).toHaveLength(4);
    const rest = listOf((await insights('/act_1', { limit: '100', after: paging.cursors.after })).json);
    expect([...listOf(first.json), ...rest]).toEqual(listOf((await insights('/act_1', { limit: '100' })).json));
    const total = listOf(
      (await insights('/act_1', { level: 'account', time_increment: 'all_days', fields: 'impressions,spend' })).json,
    );
    expect(total).toEqual([{ impressions: '9500', spend: '190.00', date_start: '2026-11-01', date_stop: '2026-11-20' }]);
  });

  it('leaves deleted ads out of level lists, but not out of totals and their own rows', async () => {
    await giveTruth({ starts_days_ago: 3 });
    await graph.delete(`/${tree.adId}`);
    expect(listOf((await insights('/act_1')).json)).toEqual([]);
    expect(listOf((await insights(`/${tree.adId}`)).json)).toHaveLength(4);
    expect(listOf((await insights(`/${tree.campaignId}`, { level: 'campaign', fields: 'impressions' })).json)).toHaveLength(4);
  });

  it('filters by ad, refuses unknown fields, levels above the node and ranges older than 37 months', async () => {
    await giveTruth({ starts_days_ago: 1 });
    const filtering = (value: string): Json => ({ filtering: [{ field: 'ad.id', operator: 'IN', value: [value] }] });
    expect(listOf((await insights('/act_1', filtering(tree.adId))).json)).toHaveLength(2);
    expect(listOf((await insights('/act_1', filtering('1'))).json)).toHaveLength(0);
    expect((await insights('/act_1', { fields: 'colour' })).status).toBe(400);
    expect(errorOf(await insights(`/${tree.adId}`, { level: 'campaign' }))).toMatchObject({ code: 1, error_subcode: 99 });
    expect(errorOf(await insights('/act_1', { time_range: { since: '2020-01-01', until: '2026-11-01' } }))).toMatchObject({
      code: 3018,
    });
  });

  it('shows whole units for currencies without cents', async () => {
    await graph.control('POST', 'accounts', { id: 'act_9', currency: 'JPY', timezone_name: 'UTC', tier: 'standard' });
    tree = await buildTree(graph, 'act_9');
    await giveTruth({ starts_days_ago: 1 });
    expect(listOf((await insights('/act_9')).json)[0]).toMatchObject({ spend: '2000' });
  });
});

describe('FG14: days', () => {
  it('knows days of 23 and 25 hours', () => {
    const zone = 'America/New_York';
    const hours = (date: string): number => (dayStartMs(addDays(date, 1), zone) - dayStartMs(date, zone)) / 3_600_000;
    expect([hours('2026-03-08'), hours('2026-11-01'), hours('2026-06-01')]).toEqual([23, 25, 24]);
    expect(dateIn(Date.parse('2026-11-20T04:59:59Z'), zone)).toBe('2026-11-19');
  });

  it('splits a range into increments and months, and finds each day in its part', () => {
    const range = { since: '2026-01-15', until: '2026-04-10' };
    for (const increment of ['1', '7', '90', 'monthly', 'all_days']) {
      const parts = splitRange(range, increment);
      const partOf = partOfEachDay(parts);
      for (let date = range.since; date <= range.until; date = addDays(date, 1)) {
        const part = parts[partOf.get(date) ?? -1];
        expect(part !== undefined && part.since <= date && date <= part.until).toBe(true);
      }
    }
    expect(splitRange(range, 'monthly').map((part) => part.until)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-10',
    ]);
    expect(readDateRange({ date_preset: 'last_7d' }, '2026-11-20')).toEqual({ since: '2026-11-13', until: '2026-11-19' });
  });
});

it('FG5: an id from another test never leaks in: each server has a state of its own', async () => {
  const other = await startTester();
  try {
    expect(listOf((await other.get('/act_1/ads')).json)).toEqual([]);
    expect(idOf(await other.post('/act_1/adlabels', { name: 'x' }))).toBe('120210000000000001');
  } finally {
    await other.stop();
  }
});
