import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestRejected } from '@mao/contracts';
import { newId } from '@mao/service-kit';
import { CATCH_UP_MS } from './handlers/patience.ts';
import { type EvaluatorRig, openEvaluatorRig } from './testing/evaluator-rig.ts';
import { abTestRequested, campaignCreated, equalDays, newCampaign } from './testing/sample-events.ts';

let rig: EvaluatorRig;
beforeEach(async () => {
  rig = await openEvaluatorRig({ now: '2026-11-23T12:00:00Z' });
});
afterEach(() => rig.close());

const later = (ms: number) => rig.setNow(new Date(rig.now().getTime() + ms));
const rejections = (): Promise<RequestRejected[]> => rig.written('RequestRejected');
const count = async (table: string) => (await rig.sql(`select * from ${table}`)).length;

describe('a new test', () => {
  it('is taken up as it was asked for, labelled observational', async () => {
    const asked = abTestRequested(rig.campaign, rig.now(), { autoPublishTo: newId() });
    await rig.deliver('AbTestRequested', asked);
    const { requestedBy: _by, requestedAt: _at, ...terms } = asked;
    expect(await rig.written('AbTestCreated')).toMatchObject([
      { ...terms, status: 'active', design: 'observational', createdAt: rig.now() },
    ]);
  });

  it('R13: says what the budget can detect, from assumptions first and from delivery later', async () => {
    await rig.createTest({ horizonDays: 1 });
    await rig.report([equalDays(rig.lastDates(5), { impressions: 50_000, clicks: 2_500, spendCents: 25_000 }), []]);
    await rig.createTest();
    const told = (await rig.written('AbTestCreated')).map(({ detectableEffectJson }) => JSON.parse(detectableEffectJson));
    // 50.00 a day at 10.00 per 1,000 impressions, shared by two ads for one day.
    expect(told[0]).toMatchObject({ impressions_per_variant: 2_500, assumptions: { source: 'assumed', baseline_ctr: 0.01 } });
    expect(told[0].detectable_effect).toBeGreaterThan(0.5);
    expect(told[0].warnings).toEqual(['detectable_effect_above_50_percent']);
    expect(told[1]).toMatchObject({ warnings: [], assumptions: { source: 'delivery', baseline_ctr: 0.05, cpm_cents: 500 } });
  });

  it('delivered twice is one test, announced again', async () => {
    const asked = abTestRequested(rig.campaign, rig.now());
    await rig.deliver('AbTestRequested', asked);
    await rig.deliver('AbTestRequested', asked);
    expect(await count('meta_ab_tests')).toBe(1);
    const [first, second] = await rig.written('AbTestCreated');
    expect(second).toEqual(first);
  });

  it('of a campaign that is not known yet waits for it', async () => {
    const campaign = newCampaign();
    const [asked, eventId] = [abTestRequested(campaign, rig.now()), newId()];
    await expect(rig.deliver('AbTestRequested', asked, eventId)).rejects.toMatchObject({ permanent: false });
    await rig.deliver('CampaignCreated', campaignCreated(campaign));
    later(CATCH_UP_MS - 1);
    await rig.deliver('AbTestRequested', asked, eventId);
    expect(await rig.written('AbTestCreated')).toMatchObject([{ abTestId: asked.abTestId }]);
  });

  it('of a campaign that stays unknown, or is another account’s, is refused in the end', async () => {
    for (const asked of [
      abTestRequested(newCampaign(), rig.now()),
      abTestRequested({ ...rig.campaign, socialAccountId: newId() }, rig.now()),
    ]) {
      const eventId = newId();
      await expect(rig.deliver('AbTestRequested', asked, eventId)).rejects.toMatchObject({ code: 'not-caught-up' });
      later(CATCH_UP_MS);
      await rig.deliver('AbTestRequested', asked, eventId);
      const { requestId, abTestId: aggregateId } = asked;
      const refusal = { requestId, aggregateId, httpStatus: 404, code: 'campaign-not-found', pointer: '/campaign_id' };
      expect((await rejections()).at(-1)).toMatchObject(refusal);
    }
  });

  it('with an ad of another campaign, or with another clip, is refused at that variant', async () => {
    const other = newCampaign();
    await rig.deliver('CampaignCreated', campaignCreated(other));
    const [first, second] = rig.campaign.ads;
    await rig.createTest({ variants: [first, other.ads[1]] });
    await rig.createTest({ variants: [{ ...first, clipId: second.clipId }, second] });
    expect(await rejections()).toMatchObject([
      { httpStatus: 422, pointer: '/variants/1/ad_id' },
      { httpStatus: 422, pointer: '/variants/0/ad_id' },
    ]);
    expect(await count('meta_ab_tests')).toBe(0);
  });

  it('on a removed campaign is refused; one that needs attention is not removed, one that was resumed is back', async () => {
    await rig.removeCampaign('needs_attention');
    await rig.createTest();
    await rig.removeCampaign('cancelled');
    await rig.createTest();
    expect(await rejections()).toMatchObject([{ httpStatus: 409, code: 'campaign-removed' }]);
    await rig.deliver('CampaignCreated', campaignCreated(rig.campaign));
    await rig.createTest();
    expect(await count('meta_ab_tests')).toBe(2);
  });
});

describe('an evaluation', () => {
  it('of an archived test is refused', async () => {
    const id = await rig.createTest();
    await rig.archive(id);
    const requestId = await rig.evaluate(id);
    expect(await rejections()).toMatchObject([{ requestId, aggregateId: id, httpStatus: 409, code: 'ab-test-archived' }]);
    expect(await count('ab_evaluations')).toBe(0);
  });

  it('on a removed campaign is refused', async () => {
    const id = await rig.createTest();
    await rig.removeCampaign();
    await rig.evaluate(id);
    expect(await rejections()).toMatchObject([{ httpStatus: 409, code: 'campaign-removed' }]);
  });

  it('of a test that stays unknown is refused in the end', async () => {
    const asked = { abTestId: newId(), requestId: newId(), requestedBy: 'mira', requestedAt: rig.now() };
    const evaluation = { ...asked, force: false, reasonForForce: null };
    const eventId = newId();
    const deliver = () => rig.deliver('AbTestEvaluationRequested', evaluation, eventId);
    await expect(deliver()).rejects.toMatchObject({ code: 'not-caught-up' });
    later(CATCH_UP_MS - 1);
    await expect(deliver()).rejects.toMatchObject({ code: 'not-caught-up' });
    later(1);
    await deliver();
    expect(await rejections()).toMatchObject([{ httpStatus: 404, code: 'ab-test-not-found' }]);
  });
});

describe('archiving', () => {
  it('ends the test for good; again it gives the same answer', async () => {
    const id = await rig.createTest();
    const first = await rig.archive(id);
    later(5_000);
    const second = await rig.archive(id);
    const [one, two] = await rig.written('AbTestArchived');
    expect([one?.requestId, two?.requestId]).toEqual([first, second]);
    expect(two?.archivedAt).toEqual(one?.archivedAt);
    expect(await rig.sql('select status from meta_ab_tests')).toEqual([{ status: 'archived' }]);
  });
});

describe('reported days', () => {
  const day = (clicks: number) => [{ date: '2026-11-20', impressions: 100, clicks }] as const;
  const stored = () => rig.sql('select inline_link_clicks::int as clicks from ad_daily_metrics');

  it('are replaced by newer reports only', async () => {
    await rig.report([day(5), []]);
    later(60_000);
    await rig.report([day(7), []]);
    later(-120_000);
    await rig.report([day(3), []]);
    expect(await stored()).toEqual([{ clicks: 7 }]);
  });
});
