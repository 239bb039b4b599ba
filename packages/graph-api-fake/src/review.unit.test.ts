import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildTree, errorOf, type GraphTester, idOf, type Json, listOf, startTester, type Tree } from './testing/graph-tester.ts';

const HOUR_MS = 3_600_000;
let graph: GraphTester;
let tree: Tree;

beforeEach(async () => {
  graph = await startTester({ reviewMs: HOUR_MS });
  await graph.control('POST', 'clock', { set: '2026-11-20T12:00:00Z' });
  tree = await buildTree(graph, 'act_1', 'ACTIVE');
});
afterEach(() => graph.stop());

const effective = async (id: string): Promise<unknown> =>
  (await graph.get(`/${id}`, { fields: 'effective_status' })).json['effective_status'];
const review = (body: Json, path = `ads/${tree.adId}`) => graph.control('PUT', `${path}/review`, body);
const pass = (hours: number) => graph.control('POST', 'clock', { advance_hours: hours });

describe('FG10: scripted outcomes', () => {
  it('a disapproval comes at the end of the review, says why, and stops delivery', async () => {
    await review({ outcome: 'disapproved' });
    expect(await effective(tree.adId)).toBe('PENDING_REVIEW');
    await pass(2);
    expect(await effective(tree.adId)).toBe('DISAPPROVED');
    const issues = (await graph.get(`/${tree.adId}`, { fields: 'issues_info' })).json['issues_info'] as Json[];
    expect(issues).toMatchObject([{ error_type: 'HARD_ERROR', level: 'AD', error_code: expect.any(Number) }]);
    expect(listOf((await graph.get('/act_1/ads', { effective_status: ['DISAPPROVED'] })).json)).toEqual([{ id: tree.adId }]);
    await review({ outcome: 'approved' });
    expect(await effective(tree.adId)).toBe('ACTIVE');
  });

  it('delivery pauses while an ad has issues', async () => {
    const truth = { impressions_per_day: 2400, ctr: 0.1, cost_per_click_cents: 10, conversion_rate: 0, order_value_cents: 0 };
    await graph.control('PUT', `ads/${tree.adId}/truth`, truth);
    await pass(2);
    await review({ outcome: 'with_issues', seconds: 3 * 3600 });
    await pass(1);
    expect(await effective(tree.adId)).toBe('WITH_ISSUES');
    await pass(4);
    expect(await effective(tree.adId)).toBe('ACTIVE');
    // Seven hours: one of review, three of issues, three of delivery.
    const [day] = listOf((await graph.control('GET', `truth?ad=${tree.adId}`)).json);
    expect(Number(day?.['impressions'])).toBeGreaterThanOrEqual(299);
    expect(Number(day?.['impressions'])).toBeLessThanOrEqual(301);
  });

  it('IN_PROCESS is a window, on every level, and shows through pauses', async () => {
    await graph.post(`/${tree.campaignId}`, { status: 'PAUSED' });
    for (const [path, id] of [
      [`campaigns/${tree.campaignId}`, tree.campaignId],
      [`adsets/${tree.adSetId}`, tree.adSetId],
      [`ads/${tree.adId}`, tree.adId],
    ] as const) {
      await review({ outcome: 'in_process', seconds: 60 }, path);
      expect(await effective(id)).toBe('IN_PROCESS');
    }
    await pass(0.1);
    expect(await effective(tree.campaignId)).toBe('PAUSED');
    expect(await effective(tree.adSetId)).toBe('CAMPAIGN_PAUSED');
  });

  it('can be set for an ad that is yet to be made', async () => {
    await graph.control('POST', 'faults', {
      method: 'POST',
      path: '/ads$',
      nth: 1,
      action: { type: 'review', outcome: 'disapproved' },
    });
    const { adId } = await buildTree(graph, 'act_2', 'PAUSED');
    await pass(2);
    expect(await effective(adId)).toBe('DISAPPROVED');
  });

  it('deletion wins over everything; only ads are reviewed', async () => {
    await review({ outcome: 'with_issues' }, `campaigns/${tree.campaignId}`);
    expect(await effective(tree.campaignId)).toBe('WITH_ISSUES');
    await graph.delete(`/${tree.campaignId}`);
    expect(await effective(tree.campaignId)).toBe('DELETED');
    expect((await review({ outcome: 'disapproved' }, `campaigns/${tree.campaignId}`)).status).toBe(400);
    expect((await review({ outcome: 'approved' }, 'ads/999')).status).toBe(404);
  });
});

describe('FG14, FG15: time', () => {
  it('FG14: figures are frozen 28 days after they were reported', async () => {
    const truth = { ctr: 0.1, cost_per_click_cents: 10, conversion_rate: 0, order_value_cents: 0 };
    const put = (body: Json) => graph.control('PUT', `ads/${tree.adId}/truth`, { ...truth, ...body });
    const byAge = async (): Promise<unknown[]> => {
      const rows = listOf((await graph.control('GET', `truth?ad=${tree.adId}&to=2026-11-19`)).json);
      return [rows.length, rows[0]?.['impressions'], rows.at(-29)?.['impressions'], rows.at(-28)?.['impressions']];
    };
    await put({ impressions_per_day: 1000, starts_days_ago: 40 });
    expect(await byAge()).toEqual([40, 1000, 1000, 1000]);
    await put({ impressions_per_day: 1500, rewrite_past: true });
    expect(await byAge()).toEqual([40, 1000, 1000, 1500]);
    await put({ impressions_per_day: 2000, rewrite_past: true, starts_days_ago: 8 });
    const rows = listOf((await graph.control('GET', `truth?ad=${tree.adId}&to=2026-11-19`)).json);
    expect(rows.map((row) => row['impressions'])).toEqual([...Array(12).fill(1000), ...Array(8).fill(2000)]);
  });

  it('FG15: right after its POST a report run may not exist yet', async () => {
    const action = { type: 'hide', seconds: 60, by_id: true };
    await graph.control('POST', 'faults', { method: 'POST', path: '/insights$', nth: 1, action });
    const run = String((await graph.post('/act_1/insights', { level: 'ad' })).json['report_run_id']);
    expect(errorOf(await graph.get(`/${run}`))).toMatchObject({ code: 100, error_subcode: 33 });
    await pass(0.1);
    expect(idOf(await graph.get(`/${run}`))).toBe(run);
  });
});
