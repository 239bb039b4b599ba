import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AbTestResult } from '@mao/ab-stats';
import { type EvaluatorRig, openEvaluatorRig } from '../testing/evaluator-rig.ts';

const TIMEZONE = 'America/New_York';

let rig: EvaluatorRig;
beforeEach(async () => {
  rig = await openEvaluatorRig({ now: '2026-11-20T12:00:00Z', timezone: TIMEZONE });
});
afterEach(() => rig.close());

const day = (date: string, impressions: number) => ({ date, impressions, clicks: 1 });

/** The impressions that count at an instant, ad by ad. */
async function counted(abTestId: string, now: string): Promise<number[]> {
  rig.setNow(new Date(now));
  await rig.evaluate(abTestId);
  const event = (await rig.written('AbTestEvaluated')).at(-1);
  const result = JSON.parse(event?.resultJson ?? '{}') as AbTestResult;
  return result.metrics_snapshot.map(({ impressions }) => impressions);
}

it('R14: a day that was only read before its end counts after the settling time, a day read after its end at once', async () => {
  const id = await rig.createTest({ startTime: new Date('2026-11-19T05:00:00Z') });
  await rig.report([[day('2026-11-19', 500)], [day('2026-11-19', 400)]]);
  rig.setNow(new Date('2026-11-21T03:30:00Z'));
  await rig.report([[day('2026-11-20', 70)], [day('2026-11-20', 60)]]);
  // Midnight in New York is 05:00 UTC.
  expect(await counted(id, '2026-11-21T05:10:00Z')).toEqual([500, 400]);
  // One ad's day has grown: the other's was read with it and has not.
  await rig.report([[day('2026-11-20', 80)], []]);
  expect(await counted(id, '2026-11-21T05:20:00Z')).toEqual([580, 460]);
});

it('R14: without any report after its end a day counts once it had time to settle', async () => {
  const id = await rig.createTest({ startTime: new Date('2026-11-19T05:00:00Z') });
  rig.setNow(new Date('2026-11-21T03:30:00Z'));
  await rig.report([[day('2026-11-19', 500), day('2026-11-20', 70)], []]);
  expect(await counted(id, '2026-11-21T07:59:00Z')).toEqual([500, 0]);
  expect(await counted(id, '2026-11-21T08:00:00Z')).toEqual([570, 0]);
});
