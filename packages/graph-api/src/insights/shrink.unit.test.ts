import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './days.ts';
import { ALL_METRICS, mergeRows } from './metrics.ts';
import type { InsightsRow } from './read-row.ts';
import { type ShrinkableQuery, shrink } from './shrink.ts';

const query: ShrinkableQuery = {
  scope: {
    kind: 'account',
    campaigns: [
      { campaignId: '1', adIds: ['11', '12'] },
      { campaignId: '2', adIds: ['21'] },
    ],
  },
  since: '2026-10-26',
  until: '2026-11-23',
  pageSize: 100,
};

const adsOf = ({ scope }: ShrinkableQuery): readonly string[] =>
  scope.kind === 'account' ? scope.campaigns.flatMap(({ adIds }) => adIds) : scope.adIds;

function cells(one: ShrinkableQuery): string[] {
  const found: string[] = [];
  for (let day = one.since; day <= one.until; day = addDays(day, 1))
    for (const ad of adsOf(one)) for (const metric of one.metrics ?? ALL_METRICS) found.push(`${day} ${ad} ${metric}`);
  return found;
}

describe('LC22 asking for less', () => {
  it('takes the rungs in order: page, weeks, days, the level below, metrics', () => {
    const rungs: string[] = [];
    let one: ShrinkableQuery | undefined = query;
    while (one !== undefined) {
      const parts = shrink(one);
      const [first] = parts ?? [];
      rungs.push(
        `${one.scope.kind} ${one.since}..${one.until} ${one.pageSize} ${one.metrics?.length ?? 'all'} -> ${parts?.length ?? 'end'}`,
      );
      one = first;
    }
    expect(rungs).toEqual([
      'account 2026-10-26..2026-11-23 100 all -> 1',
      'account 2026-10-26..2026-11-23 50 all -> 1',
      'account 2026-10-26..2026-11-23 25 all -> 5',
      'account 2026-10-26..2026-11-01 25 all -> 7',
      'account 2026-10-26..2026-10-26 25 all -> 2',
      'campaign 2026-10-26..2026-10-26 25 all -> 2',
      'ads 2026-10-26..2026-10-26 25 all -> 2',
      'ads 2026-10-26..2026-10-26 25 3 -> 2',
      'ads 2026-10-26..2026-10-26 25 2 -> 2',
      'ads 2026-10-26..2026-10-26 25 1 -> end',
    ]);
  });

  it('without known children goes from the level straight to fewer metrics', () => {
    const parts = shrink({ ...query, scope: { kind: 'account', campaigns: [] }, until: query.since, pageSize: 25 });
    expect(parts?.map(({ metrics }) => metrics?.length)).toEqual([3, 3]);
  });

  it('covers every day, ad and metric exactly once, whatever is split and how often', () => {
    const scopes = fc.constantFrom<ShrinkableQuery['scope']>(
      query.scope,
      { kind: 'campaign', campaignId: '1', adIds: ['11', '12'] },
      { kind: 'ads', adIds: ['11', '12', '21'] },
    );
    const days = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(scopes, days, fc.infiniteStream(fc.boolean()), (scope, length, refusals) => {
        const whole = { ...query, scope, until: addDays(query.since, length) };
        const asked: ShrinkableQuery[] = [];
        const open: ShrinkableQuery[] = [whole];
        for (let one = open.pop(); one !== undefined; one = open.pop()) {
          const parts = refusals.next().value === true ? shrink(one) : undefined;
          if (parts === undefined) asked.push(one);
          else open.push(...parts);
        }
        expect(asked.flatMap(cells).sort()).toEqual(cells(whole).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('puts metrics asked for apart together again, and leaves other rows alone', () => {
    const zero: InsightsRow = {
      adId: '11',
      date: '2026-11-20',
      impressions: 0,
      clicks: 0,
      inlineLinkClicks: 0,
      spendCents: 0,
      conversions: 0,
      revenueCents: 0,
      reach: 0,
      attributionSetting: '7d_click',
    };
    const rows = [
      { ...zero, impressions: 500, clicks: 20 },
      { ...zero, conversions: 3, revenueCents: 900, reach: 400 },
      { ...zero, date: '2026-11-21', clicks: 1 },
    ];
    expect(mergeRows(rows)).toEqual([
      { ...zero, impressions: 500, clicks: 20, conversions: 3, revenueCents: 900, reach: 400 },
      { ...zero, date: '2026-11-21', clicks: 1 },
    ]);
  });
});
