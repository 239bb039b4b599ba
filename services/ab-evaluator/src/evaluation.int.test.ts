import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AbTestResult } from '@mao/ab-stats';
import { writeAtOnce } from '@mao/service-kit/testing';
import { type EvaluatorRig, openEvaluatorRig } from './testing/evaluator-rig.ts';
import { equalDays } from './testing/sample-events.ts';

const NOW = '2026-11-23T12:00:00Z';
const FORCE = { force: true, reasonForForce: 'the launch is tomorrow' };
const HOUR_MS = 3_600_000;

let rig: EvaluatorRig;
beforeEach(async () => {
  rig = await openEvaluatorRig({ now: NOW });
});
afterEach(() => rig.close());

/** The original product brief's example over `days` equal days: 5,000 impressions each, 250 and 150 clicks. */
const reportBrief = (days = 10, clicks: readonly [number, number] = [250, 150]) =>
  rig.report([
    equalDays(rig.lastDates(days), { impressions: 5_000, clicks: clicks[0], spendCents: 50_000, revenueCents: 225_000 }),
    equalDays(rig.lastDates(days), { impressions: 5_000, clicks: clicks[1], spendCents: 37_500, revenueCents: 120_000 }),
  ]);

/** Two ads that perform alike, the first a little better in everything. */
const reportTie = (days = 10) =>
  rig.report([
    equalDays(rig.lastDates(days), { impressions: 5_000, clicks: 202, spendCents: 40_000, revenueCents: 120_000 }),
    equalDays(rig.lastDates(days), { impressions: 5_000, clicks: 200, spendCents: 40_000, revenueCents: 120_000 }),
  ]);

const results = async () =>
  (await rig.written('AbTestEvaluated')).map(({ resultJson }) => JSON.parse(resultJson) as AbTestResult);
const evaluations = () => rig.sql<{ input_hash: string }>('select * from ab_evaluations order by created_at, id');
const testRow = async (id: string) =>
  (await rig.sql<Record<string, unknown>>('select * from meta_ab_tests where id = ?', [id]))[0];

describe('a test with a clear winner', () => {
  it('R3, R28: the brief’s own example gives its right numbers, and the winner', async () => {
    await reportBrief();
    const id = await rig.createTest({ startTime: rig.daysAgo(10), autoPublishTo: rig.campaign.socialAccountId });
    const requestId = await rig.evaluate(id);
    const [best, other] = rig.campaign.ads;
    const [event] = await rig.written('AbTestEvaluated');
    expect(event).toMatchObject({
      ...{ abTestId: id, requestIds: [requestId], status: 'completed', success: true, reason: null },
      ...{ winnerAdId: best.adId, winnerClipId: best.clipId, winnerDecidedAt: rig.now() },
    });
    const [result] = await results();
    expect(result?.statistical_results.chi2).toBeCloseTo(26.0417, 4);
    expect(result?.statistical_results.p_value).toBeCloseTo(3.34128e-7, 12);
    expect(result?.statistical_results).toMatchObject({ significant: true, confidence: '95%' });
    expect(result?.composite_scores[best.adId]).toBeCloseTo(1, 6);
    expect(result?.composite_scores[other.adId]).toBeCloseTo(0.695556, 6);
    expect(result?.composite_scores[other.clipId]).toBeCloseTo(0.695556, 6);
    expect(result?.metrics_snapshot[0]).toMatchObject({ impressions: 5_000, clicks: 250, spend_cents: 50_000, ctr: 5, cpc: 2 });
    expect(result?.metrics_snapshot[0]?.roas).toBeCloseTo(4.5, 9);
    expect(result?.verdict).toMatchObject({ state: 'winner', early: false, forced: null, design: 'observational' });
  });

  it('R22: is announced once, whatever is asked and restated afterwards', async () => {
    await reportBrief();
    const id = await rig.createTest({ startTime: rig.daysAgo(10), autoPublishTo: rig.campaign.socialAccountId });
    await rig.evaluate(id);
    await reportBrief(10, [150, 250]);
    const again = await rig.evaluate(id);
    const forced = await rig.evaluate(id, FORCE);
    await rig.makeDue(id);
    expect(await rig.tick()).toBe(false);
    const [winner, ...more] = await rig.written('WinnerSelected');
    expect(more).toEqual([]);
    expect(winner).toMatchObject({
      ...{ adId: rig.campaign.ads[0].adId, isForced: false, isEarly: false, mayAutoPublish: true, design: 'observational' },
      autoPublishTo: rig.campaign.socialAccountId,
    });
    expect(JSON.parse(winner?.winnerMetricsJson ?? '')).toMatchObject({ clicks: 250, composite_score: 1 });
    const repeated = await rig.written('AbTestEvaluationRepeated');
    expect(repeated.map(({ requestId }) => requestId)).toEqual([again, forced]);
    expect(await evaluations()).toHaveLength(1);
  });

  it('R19: a verdict before seven full days is early and does not publish by itself', async () => {
    await reportBrief(4);
    await rig.evaluate(await rig.createTest({ startTime: rig.daysAgo(4), autoPublishTo: rig.campaign.socialAccountId }));
    const [winner] = await rig.written('WinnerSelected');
    expect(winner).toMatchObject({ isEarly: true, mayAutoPublish: false });
  });

  it('R18: two evaluations at once are one result', async () => {
    await reportBrief();
    const id = await rig.createTest({ startTime: rig.daysAgo(10) });
    await writeAtOnce(rig.orm, { table: 'ab_evaluations', count: 4 }, () =>
      Promise.all([rig.evaluate(id), rig.evaluate(id), rig.evaluate(id), rig.evaluate(id)]),
    );
    expect(await evaluations()).toHaveLength(1);
    expect(await rig.written('AbTestEvaluated')).toHaveLength(1);
    expect(await rig.written('AbTestEvaluationRepeated')).toHaveLength(3);
    expect(await rig.written('WinnerSelected')).toHaveLength(1);
  });
});

describe('a test that is not decided', () => {
  it('R14: on the same data tells the same result, without a new evaluation', async () => {
    await reportTie();
    const id = await rig.createTest({ startTime: rig.daysAgo(10) });
    await rig.evaluate(id);
    rig.setNow(new Date(rig.now().getTime() + HOUR_MS));
    const again = await rig.evaluate(id);
    const [first] = await rig.written('AbTestEvaluated');
    expect(first).toMatchObject({ status: 'active', success: true, winnerAdId: null });
    expect(await rig.written('AbTestEvaluationRepeated')).toMatchObject([{ requestId: again, inputHash: first?.inputHash }]);
    expect(await evaluations()).toHaveLength(1);
  });

  it('goes by the days as they stand: restated ones flip the leader before a decision', async () => {
    await reportTie();
    const id = await rig.createTest({ startTime: rig.daysAgo(10) });
    await rig.evaluate(id);
    await reportBrief(10, [198, 205]);
    await rig.evaluate(id);
    const [before, after] = await results();
    expect(before?.verdict.leader?.ad_id).toBe(rig.campaign.ads[0].adId);
    expect(after?.verdict.leader?.ad_id).toBe(rig.campaign.ads[1].adId);
    expect((await testRow(id))?.['status']).toBe('active');
    expect(await evaluations()).toHaveLength(2);
  });

  it('R20: ends at its horizon as inconclusive, without a winner', async () => {
    await reportTie();
    const id = await rig.createTest({ startTime: rig.daysAgo(10), horizonDays: 10 });
    await rig.evaluate(id);
    const [event] = await rig.written('AbTestEvaluated');
    const [result] = await results();
    expect(event).toMatchObject({ status: 'completed', winnerAdId: null });
    expect(result?.verdict).toMatchObject({ state: 'inconclusive', reason: 'horizon_reached' });
    expect(await rig.written('WinnerSelected')).toEqual([]);
  });

  it('R15: numbers that contradict themselves allow no verdict', async () => {
    await reportTie();
    await rig.report([[{ date: rig.lastDates(1)[0] ?? '', impressions: 10, clicks: 11 }], []]);
    const id = await rig.createTest({ startTime: rig.daysAgo(10) });
    await rig.evaluate(id);
    expect(await rig.written('AbTestEvaluated')).toMatchObject([{ status: 'active', success: false, reason: 'data_error' }]);
  });
});

describe('the embargo', () => {
  const days = (impressions: number) =>
    rig.report([
      equalDays(rig.lastDates(2), { impressions, clicks: 100 }),
      equalDays(rig.lastDates(2), { impressions: 1_000, clicks: 60 }),
    ]);

  it('R17: 999 impressions of one variant are not enough; 1,000 are', async () => {
    await days(999);
    const id = await rig.createTest({ startTime: rig.daysAgo(2) });
    await rig.evaluate(id);
    const [lacking] = await results();
    expect(await rig.written('AbTestEvaluated')).toMatchObject([
      { status: 'needs_more_data', success: false, reason: 'insufficient_impressions' },
    ]);
    expect(lacking?.verdict.deficits).toMatchObject([{ missing_impressions: 1 }, { missing_impressions: 0 }]);
    expect((await testRow(id))?.['status']).toBe('needs_more_data');
    await days(1_000);
    await rig.evaluate(id);
    expect((await results())[1]?.verdict.state).not.toBe('needs_more_data');
    expect((await testRow(id))?.['status']).not.toBe('needs_more_data');
  });

  it('R17: one minute short of 48 h is told so; at exactly 48 h it is judged', async () => {
    const start = new Date(rig.daysAgo(2).getTime() + 12 * HOUR_MS + 30_000);
    await rig.report([
      equalDays(rig.lastDates(2), { impressions: 2_000, clicks: 100 }),
      equalDays(rig.lastDates(2), { impressions: 2_000, clicks: 60 }),
    ]);
    const id = await rig.createTest({ startTime: start });
    rig.setNow(new Date(start.getTime() + 48 * HOUR_MS - 60_000));
    await rig.evaluate(id);
    expect(await rig.written('AbTestEvaluated')).toMatchObject([{ reason: 'insufficient_duration' }]);
    rig.setNow(new Date(start.getTime() + 48 * HOUR_MS));
    await rig.evaluate(id);
    expect((await rig.written('AbTestEvaluated'))[1]).toMatchObject({ success: true });
  });

  it('R17: the hours count from the first day with impressions, when that is later', async () => {
    await rig.report([
      equalDays(rig.lastDates(1), { impressions: 2_000, clicks: 100 }),
      equalDays(rig.lastDates(1), { impressions: 2_000, clicks: 60 }),
    ]);
    await rig.evaluate(await rig.createTest({ startTime: rig.daysAgo(9) }));
    const [result] = await results();
    expect(result?.verdict).toMatchObject({ reason: 'insufficient_duration', deficits: [{ missing_hours: 12 }, {}] });
  });

  it('two evaluations of one minute are one, while the hours still run', async () => {
    const id = await rig.createTest({ startTime: rig.daysAgo(1) });
    await rig.evaluate(id);
    rig.setNow(new Date(rig.now().getTime() + 59_000));
    await rig.evaluate(id);
    expect(await evaluations()).toHaveLength(1);
    rig.setNow(new Date(rig.now().getTime() + 1_000));
    await rig.evaluate(id);
    expect(await evaluations()).toHaveLength(2);
  });
});

describe('force', () => {
  it('R21: names the leader on the same data, is written down, and does not publish by itself', async () => {
    await reportTie(4);
    const id = await rig.createTest({ startTime: rig.daysAgo(4), autoPublishTo: rig.campaign.socialAccountId });
    await rig.evaluate(id);
    await rig.evaluate(id, FORCE);
    const [, forced] = await results();
    expect(forced?.verdict).toMatchObject({ state: 'winner', significant: false });
    expect(forced?.verdict.forced).toEqual({ by: 'mira', reason: FORCE.reasonForForce });
    expect(await rig.written('WinnerSelected')).toMatchObject([{ isForced: true, mayAutoPublish: false }]);
    expect(await evaluations()).toMatchObject([
      { forced_by: null, forced_reason: null },
      { forced_by: 'mira', forced_reason: FORCE.reasonForForce, status: 'completed' },
    ]);
  });

  it('may still choose after the horizon; without it the end stands', async () => {
    await reportTie();
    const id = await rig.createTest({ startTime: rig.daysAgo(10), horizonDays: 10 });
    await rig.evaluate(id);
    await rig.evaluate(id);
    expect(await evaluations()).toHaveLength(1);
    await rig.evaluate(id, FORCE);
    expect(await rig.written('WinnerSelected')).toMatchObject([{ isForced: true }]);
  });
});

it('evaluations are never changed or removed', async () => {
  await reportTie();
  await rig.evaluate(await rig.createTest({ startTime: rig.daysAgo(10) }));
  await expect(rig.sql(`update ab_evaluations set input_hash = ''`)).rejects.toThrow('only added');
  await expect(rig.sql('delete from ab_evaluations')).rejects.toThrow('only added');
});
