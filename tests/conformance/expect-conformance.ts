import { expect } from '@jest/globals';
import type { SdkReport } from './report.ts';

const DAY = { impressions: '1000', spend: '50.00' };
const ID = /^\d{18}$/;

/** What every official SDK must have met, whatever its language. `byIds`: objects that `?ids=` finds in its version. */
export function expectConformance(report: SdkReport, { byIds }: { readonly byIds: number }): void {
  expectTree(report);
  expect(report.paged).toMatchObject({ sizes: [25, 25, 10], distinct: 60 });
  // Only the Python SDK asks for the summary.
  expect(report.paged.total ?? 60).toBe(60);
  expect(report.labelled).toEqual([report.tree.campaign]);
  expectInsights(report);
  expect(report.renamed).toBe('Renamed & kept');
  expectErrors(report);
  expect(report.batch).toEqual([
    { succeeded: true, id: report.tree.campaign },
    { succeeded: true, id: report.tree.adSet },
    { succeeded: false, id: null },
  ]);
  expect(report).toMatchObject({ byIds, hasImage: true, afterDelete: 'DELETED' });
}

function expectTree({ tree, read }: SdkReport): void {
  for (const id of Object.values(tree)) expect(id).toMatch(ID);
  expect(read.campaign).toMatchObject({ id: tree.campaign, objective: 'OUTCOME_SALES', effective_status: 'PAUSED' });
  expect(read.adSet).toMatchObject({ name: 'Everyone & more', daily_budget: '5000', campaign_id: tree.campaign });
  expect(read.adSet['targeting']).toMatchObject({ geo_locations: { countries: ['US'] }, genders: [1, 2] });
  const link = { link: 'https://example.com/sale?a=1&b=2', message: 'Hello = "you" + 😀' };
  expect(read.creative['object_story_spec']).toMatchObject({ link_data: link });
}

function expectInsights({ tree, insights }: SdkReport): void {
  expect(insights.sync).toHaveLength(3);
  for (const row of insights.sync) expect(row).toMatchObject({ ad_id: tree.ad, ...DAY });
  expect(insights.async).toEqual(insights.sync);
  expect(insights.lastStatus).toBe('Job Completed');
}

function expectErrors({ errors }: SdkReport): void {
  expect(errors).toMatchObject({
    noTargeting: { status: 400, code: 100 },
    legacyObjective: { status: 400, code: 100 },
    bothBudgets: { status: 400, code: 100, subcode: 1885621, userMsg: expect.stringContaining('budget') },
    unknownField: { status: 400, code: 100 },
    unknownId: { status: 400, code: 100, subcode: 33 },
  });
}
