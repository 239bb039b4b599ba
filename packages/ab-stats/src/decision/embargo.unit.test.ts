import { describe, expect, it } from '@jest/globals';
import { buildInput, dateAfter, FIRST_DATE, steady } from '../../testing/build-input.ts';
import { embargo } from './embargo.ts';
import type { AbTestInput } from './input.ts';
import { prepare } from './prepare.ts';

const check = (input: AbTestInput) => embargo(prepare(input));
const short = (imp: number) => [steady(2, 500, 50), { imp: [500, imp - 500], clk: [20, 20] }];

describe('the embargo', () => {
  it('R17 lets go at exactly 48 h and exactly 1,000 impressions', () => {
    const atLimit = buildInput(short(1000), {}, { now: `${dateAfter(2)}T00:00:00Z` });
    expect(check(atLimit)).toMatchObject({ isMet: true, reasons: [], eta: null });
  });

  it('R17 one minute short of 48 h it names the minute and the instant', () => {
    const early = buildInput(short(1000), { startTime: `${FIRST_DATE}T00:01:00Z` }, { now: `${dateAfter(2)}T00:00:00Z` });
    const result = check(early);
    expect(result).toMatchObject({ isMet: false, reasons: ['insufficient_duration'], eta: `${dateAfter(2)}T00:01:00.000Z` });
    expect(result.deficits.map(({ missing_hours }) => missing_hours)).toEqual(
      [1 / 60, 1 / 60].map((hours) => expect.closeTo(hours, 9)),
    );
  });

  it('R17 counts each variant, never the sum: 999 impressions in one are not enough', () => {
    const result = check(buildInput(short(999)));
    expect(result.reasons).toEqual(['insufficient_impressions']);
    expect(result.deficits).toMatchObject([
      { variant_id: 'a', ad_id: 'ad-a', clip_id: 'clip-a', missing_impressions: 0, eta: null },
      { variant_id: 'b', missing_impressions: 1, missing_clicks: 0, eta: `${dateAfter(3)}T00:00:00.000Z` },
    ]);
    expect(result.eta).toBe(`${dateAfter(3)}T00:00:00.000Z`);
  });

  it('R17 needs 25 clicks in each variant', () => {
    const result = check(buildInput([steady(2, 1000, 12), steady(2, 1000, 13)]));
    expect(result).toMatchObject({ reasons: ['insufficient_clicks'], deficits: [{ missing_clicks: 1 }, { missing_clicks: 0 }] });
  });

  it('R17 hours count from the first day with impressions where that is later than the start', () => {
    const arms = [{ imp: [0, 0, 2000], clk: [0, 0, 100] }, steady(3, 0, 0)];
    const result = check(buildInput(arms, { startTime: '2026-01-01T00:00:00Z' }));
    expect(result.reasons[0]).toBe('insufficient_duration');
    expect(result.deficits[0]?.missing_hours).toBeCloseTo(48 - 36, 9);
  });

  it('R17 starts that day in the account’s time zone', () => {
    const arms = short(1000);
    const inNewYork = { timezone: 'America/New_York', now: `${dateAfter(2)}T05:00:00Z` };
    expect(check(buildInput(arms, { startTime: '2026-01-01T00:00:00Z' }, inNewYork)).isMet).toBe(true);
    const aSecondEarlier = { ...inNewYork, now: `${dateAfter(2)}T04:59:59Z` };
    expect(check(buildInput(arms, { startTime: '2026-01-01T00:00:00Z' }, aSecondEarlier)).reasons).toContain(
      'insufficient_duration',
    );
  });

  it('R17 gives no date when a variant is not delivered at all', () => {
    const result = check(buildInput([steady(3, 1000, 50), steady(3, 0, 0)]));
    expect(result).toMatchObject({
      isMet: false,
      eta: null,
      deficits: [{ eta: null }, { missing_impressions: 1000, eta: null }],
    });
  });
});
