import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildInput, dateAfter, FIRST_DATE, steady } from '../../testing/build-input.ts';
import { dateOfDay, dayAt, dayOfDate, startOfDay } from './account-days.ts';
import type { DailyRow } from './input.ts';
import { prepare } from './prepare.ts';

const two = [steady(4, 1000, 50), steady(4, 1000, 40)];
const impressions = (input: Parameters<typeof prepare>[0]) => prepare(input).arms.map(({ sums }) => sums.impressions);

describe('days of the ad account', () => {
  it('dates and day numbers turn into each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 60_000 }), (day) => {
        expect(dayOfDate(dateOfDay(day))).toBe(day);
      }),
      { seed: 1 },
    );
    expect(['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-011', 'x'].map(dayOfDate)).toEqual(
      Array(6).fill(Number.NaN),
    );
    expect(dayOfDate('2028-02-29') - dayOfDate('2028-02-28')).toBe(1);
  });

  it.each([
    ['America/New_York', '2026-11-01T04:00:00.000Z'],
    ['America/New_York', '2026-11-02T05:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-01T18:30:00.000Z'],
    ['Pacific/Apia', '2026-11-01T11:00:00.000Z'],
    // Midnight does not exist on the day Santiago puts its clocks forward.
    ['America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('R14 a day in %s starts at %s', (timezone, start) => {
    const instant = Date.parse(start);
    const day = dayAt(instant, timezone);
    expect(new Date(startOfDay(day, timezone)).toISOString()).toBe(start);
    expect(dayAt(instant - 1, timezone)).toBe(day - 1);
  });
});

describe('rows that count', () => {
  it('R14 leave out today, which is not over in the account’s time zone', () => {
    const input = buildInput(two);
    expect(impressions({ ...input, now: `${dateAfter(3)}T23:59:59Z` })).toEqual([3000, 3000]);
    expect(impressions({ ...input, now: `${dateAfter(4)}T00:00:00Z` })).toEqual([4000, 4000]);
    expect(impressions({ ...input, now: `${dateAfter(4)}T00:00:00Z`, timezone: 'America/New_York' })).toEqual([3000, 3000]);
  });

  it('R14 start with the day the test started and end with its horizon', () => {
    expect(impressions(buildInput(two, { startTime: `${dateAfter(1)}T15:00:00Z` }))).toEqual([3000, 3000]);
    expect(impressions(buildInput(two, { horizonDays: 2 }))).toEqual([2000, 2000]);
  });

  it('R14 revenue only past the attribution window, with the spend of the same days', () => {
    const { arms } = prepare(
      buildInput([steady(4, 1000, 50, { spend: 100, rev: 300 }), steady(4, 1000, 40)], { attributionWindowDays: 3 }),
    );
    expect(arms[0]?.sums).toMatchObject({ spendCents: 400, revenueCents: 300, revenueSpendCents: 100 });
    const none = prepare(buildInput(two, { attributionWindowDays: 7 }));
    expect(none.arms[0]?.sums).toMatchObject({ revenueCents: null, conversions: null });
  });

  it('R16 an unknown revenue is not 0', () => {
    const arm = { ...steady(4, 1000, 50), rev: [100, null, 100, 100] };
    expect(prepare(buildInput([arm, steady(4, 1000, 50)])).arms.map(({ sums }) => sums.revenueCents)).toEqual([null, 60_000]);
  });

  it.each<[string, Partial<DailyRow>]>([
    ['clicks_above_impressions', { inlineLinkClicks: 1001 }],
    ['not_a_count', { impressions: -1 }],
    ['not_a_count', { impressions: Number.NaN }],
    ['not_a_count', { spendCents: 1.5 }],
    ['not_a_count', { revenueCents: Number.POSITIVE_INFINITY }],
    ['duplicate_day', { date: dateAfter(1) }],
    ['bad_date', { date: '2026-02-30' }],
    ['unknown_variant', { variantId: 'nobody' }],
  ])('R15 refuse %s', (code, change) => {
    const input = buildInput(two);
    const [first, ...rest] = input.rows;
    if (!first) throw new Error('no row');
    expect(prepare({ ...input, rows: [{ ...first, ...change }, ...rest] }).problems).toMatchObject([{ code }]);
  });

  it('R15 the click field is the test’s own: all clicks may exceed impressions where link clicks count', () => {
    const input = buildInput(two);
    const rows = input.rows.map((row) => ({ ...row, clicks: 2000 }));
    expect(prepare({ ...input, rows }).problems).toEqual([]);
    expect(prepare({ ...input, rows, test: { ...input.test, clickField: 'clicks' } }).problems).toHaveLength(8);
  });

  it('R15 what happens today is not judged yet', () => {
    const input = buildInput(two, {}, { now: `${FIRST_DATE}T12:00:00Z` });
    expect(prepare({ ...input, rows: input.rows.map((row) => ({ ...row, inlineLinkClicks: 5000 })) }).problems).toEqual([]);
  });

  it('unreadable instants and zones are programming errors', () => {
    expect(() => prepare(buildInput(two, {}, { now: 'yesterday' }))).toThrow(RangeError);
    expect(() => prepare(buildInput(two, {}, { timezone: 'Mars/Olympus' }))).toThrow(RangeError);
  });
});
