import { describe, expect, it } from '@jest/globals';
import { mergeRows } from './insights/metrics.ts';
import type { InsightsRow } from './insights/read-row.ts';
import type { ShrinkableQuery } from './insights/shrink.ts';
import type { ReportQuery } from './reports/report-calls.ts';
import { buildTree, type Ids } from './testing/fake-tree.ts';
import { useFakeGraph } from './testing/graph-rig.ts';
import { askShrinking, runReport } from './testing/report-driver.ts';
import { planned } from './testing/run-fixtures.ts';

const access = { adAccountId: 'act_123', accessToken: 'token-1' };

const graph = useFakeGraph();

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

async function twoAdsWithTruth(): Promise<Ids> {
  const ids = await buildTree(
    graph.client,
    access,
    planned({ request: { variants: [{ clip_id: 'clip-2', creative_title: 'Second' }] } }),
  );
  for (const id of [ids['ad_1'], ids['ad_2']]) {
    await graph.control.setTruth(id ?? '', {
      impressions_per_day: 5_000,
      ctr: 0.042,
      cost_per_click_cents: 31,
      conversion_rate: 0.1,
      order_value_cents: 9_000,
      starts_days_ago: 20,
    });
  }
  return ids;
}

async function truthOf(ids: Ids, since: string, until: string) {
  const rows = await Promise.all([ids['ad_1'], ids['ad_2']].map((id) => graph.control.truth(id ?? '', since, until)));
  return rows
    .flat()
    .map(
      (row) =>
        `${row['ad_id']} ${row['date']} ${row['impressions']} ${row['clicks']} ${row['spend_cents']} ${row['conversions']} ${row['reach']}`,
    )
    .sort();
}

const told = (rows: readonly InsightsRow[]): string[] =>
  rows
    .map((row) => `${row.adId} ${row.date} ${row.impressions} ${row.clicks} ${row.spendCents} ${row.conversions} ${row.reach}`)
    .sort();

describe('LC21 asynchronous reports', () => {
  const report = (query: ReportQuery) => runReport(graph.client, access, query);

  it('tell the truth, over several pages, in any scope', async () => {
    const ids = await twoAdsWithTruth();
    const range = { since: day(-4), until: day(-2), currency: 'USD' };
    const expected = await truthOf(ids, range.since, range.until);
    expect(expected).toHaveLength(6);
    const account = await report({ ...range, scope: { kind: 'account' } });
    expect(told(account.rows)).toEqual(expected);
    expect(account.steps.at(-1)).toBe('read');
    expect(told((await report({ ...range, scope: { kind: 'campaign', campaignId: ids.campaign ?? '' } })).rows)).toEqual(
      expected,
    );
    const one = await report({ ...range, scope: { kind: 'ads', adIds: [ids['ad_1'] ?? ''] } });
    expect(told(one.rows)).toEqual(expected.filter((row) => row.startsWith(`${ids['ad_1']} `)));
  });

  it.each(['skipped', 'failed'])('a %s run is started anew', async (outcome) => {
    await graph.control.addFault({ method: 'POST', path: '/insights$', nth: 1, action: { type: 'report', outcome } });
    const { steps } = await report({ since: day(-3), until: day(-2), currency: 'USD', scope: { kind: 'account' } });
    expect(steps).toContain('resubmit');
  });

  it('reading too early is 2601, a run nobody knows 100/33', async () => {
    const started = await graph.client.startReport(access, {
      since: day(-3),
      until: day(-2),
      currency: 'USD',
      scope: { kind: 'account' },
    });
    const runId = started.ok ? started.value.runId : '';
    expect(await graph.client.readReport(access, runId, { currency: 'USD' })).toMatchObject({
      ok: false,
      error: { class: 'TRANSIENT', code: 2601, subcode: 1815107 },
    });
    expect(await graph.client.pollReport(access, '999')).toMatchObject({ ok: false, error: { class: 'NOT_FOUND' } });
  });

  it('LC3, LC16: many runs are looked at in one call, each with its own answer', async () => {
    const query = { since: day(-3), until: day(-2), currency: 'USD', scope: { kind: 'account' } } as const;
    const runs: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const started = await graph.client.startReport(access, query);
      runs.push(started.ok ? started.value.runId : '');
    }
    const before = (await graph.control.journal()).length;
    const polls = await graph.client.pollReports(access, [...runs, '999', ...runs]);
    expect([...polls.keys()]).toEqual([...runs, '999']);
    expect(runs.every((id) => polls.get(id)?.ok)).toBe(true);
    expect(polls.get('999')).toMatchObject({ ok: false, error: { class: 'NOT_FOUND' } });
    const asked = (await graph.control.journal()).slice(before).filter(({ path }) => path !== '/');
    expect(asked.map(({ path }) => path)).toEqual([...runs, '999'].map((id) => `/${id}`));
    expect((await graph.client.pollReports(access, [])).size).toBe(0);
  });

  it('refuses a query no report can answer, before any call', async () => {
    const range = { since: day(-3), until: day(-2), currency: 'USD' };
    expect(await graph.client.startReport(access, { ...range, scope: { kind: 'ads', adIds: ['1', '2'] } })).toMatchObject({
      ok: false,
      error: { origin: 'client' },
    });
    expect(await graph.client.startReport(access, { ...range, currency: 'XXX', scope: { kind: 'account' } })).toMatchObject({
      ok: false,
    });
    expect(await graph.control.journal()).toEqual([]);
  });
});

describe('LC22 asking for less', () => {
  it('leaves neither holes nor duplicates against the truth, wherever Meta refuses', async () => {
    const ids = await twoAdsWithTruth();
    const adIds = [ids['ad_1'] ?? '', ids['ad_2'] ?? ''];
    const whole: ShrinkableQuery = {
      scope: { kind: 'account', campaigns: [{ campaignId: ids.campaign ?? '', adIds }] },
      since: day(-12),
      until: day(-2),
      pageSize: 100,
    };
    // Refused so often that every rung of the ladder is used.
    const fault = { type: 'error', status: 400, code: 100, subcode: 1487534 };
    await graph.control.addFault({ method: 'GET', path: '/insights$', times: 8, action: fault });
    await graph.control.addFault({ method: 'GET', path: '/insights$', every: 9, times: 20, action: fault });
    const merged = mergeRows(await askShrinking(graph.client, access, whole));
    expect(told(merged)).toEqual(await truthOf(ids, whole.since, whole.until));
    expect(merged).toHaveLength(22);
  });
});
