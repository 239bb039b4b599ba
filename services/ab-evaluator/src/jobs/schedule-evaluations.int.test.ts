import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EvaluatorRig, openEvaluatorRig } from '../testing/evaluator-rig.ts';
import { equalDays } from '../testing/sample-events.ts';

let rig: EvaluatorRig;
beforeEach(async () => {
  rig = await openEvaluatorRig({ now: new Date().toISOString() });
  await rig.report([
    equalDays(rig.lastDates(10), { impressions: 5_000, clicks: 202 }),
    equalDays(rig.lastDates(10), { impressions: 5_000, clicks: 200 }),
  ]);
});
afterEach(() => rig.close());

const evaluated = () => rig.written('AbTestEvaluated');

describe('the schedule', () => {
  it('judges a test once when it is due, whichever process looks, and answers nobody', async () => {
    const id = await rig.createTest();
    expect(await rig.tick()).toBe(false);
    await rig.makeDue(id);
    const found = await Promise.all([rig.tick(), rig.tick(), rig.tick()]);
    expect(found.filter(Boolean)).toHaveLength(1);
    expect(await evaluated()).toMatchObject([{ abTestId: id, requestIds: [], status: 'active' }]);
    const [next] = await rig.sql(
      `select next_evaluation_at > now() and next_evaluation_at <= now() + interval '1 day' as planned from meta_ab_tests`,
    );
    expect(next).toEqual({ planned: true });
  });

  it('tells nothing when nothing has changed', async () => {
    const id = await rig.createTest();
    for (const _time of [1, 2]) {
      await rig.makeDue(id);
      expect(await rig.tick()).toBe(true);
    }
    expect(await evaluated()).toHaveLength(1);
    expect(await rig.written('AbTestEvaluationRepeated')).toEqual([]);
  });

  it('goes on with a test that needs more data, and leaves out archived ones and removed campaigns', async () => {
    const [waiting, archived] = [await rig.createTest({ minImpressions: 10_000 }), await rig.createTest()];
    await rig.makeDue(waiting);
    await rig.tick();
    expect(await evaluated()).toMatchObject([{ status: 'needs_more_data' }]);
    await rig.archive(archived);
    await rig.makeDue(archived);
    expect(await rig.tick()).toBe(false);
    await rig.makeDue(waiting);
    expect(await rig.tick()).toBe(true);
    await rig.removeCampaign();
    await rig.makeDue(waiting);
    expect(await rig.tick()).toBe(false);
  });

  it('a test that cannot be judged steps back and does not hold up the others', async () => {
    const [broken, sound] = [await rig.createTest(), await rig.createTest()];
    await rig.sql(`update meta_ab_tests set variants = '{}' where id = ?`, [broken]);
    await rig.makeDue(sound);
    await rig.sql(`update meta_ab_tests set next_evaluation_at = now() - interval '1 day' where id = ?`, [broken]);
    expect([await rig.tick(), await rig.tick(), await rig.tick()]).toEqual([true, true, false]);
    expect(await evaluated()).toMatchObject([{ abTestId: sound }]);
  });
});
