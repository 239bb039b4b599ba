import { dateOfDay, dayOfDate } from '../src/decision/account-days.ts';
import type { AbTestInput, AbTestSettings, DailyRow } from '../src/decision/input.ts';

/** One variant's days as columns; missing columns are derived so that every row is plausible. */
export interface TestArm {
  readonly imp: readonly number[];
  readonly clk: readonly number[];
  readonly spend?: readonly number[];
  readonly rev?: readonly (number | null)[];
  readonly conversions?: readonly (number | null)[];
}

export const FIRST_DATE = '2026-11-02';

export const SETTINGS: AbTestSettings = {
  startTime: `${FIRST_DATE}T00:00:00Z`,
  metrics: ['ctr', 'cpc', 'roas'],
  primaryMetric: 'ctr',
  clickField: 'inline_link_clicks',
  design: 'observational',
  minImpressions: 1000,
  minDurationHours: 48,
  minimumEffect: 0.2,
  horizonDays: 28,
  attributionWindowDays: 0,
};

export const dateAfter = (days: number): string => dateOfDay(dayOfDate(FIRST_DATE) + days);

function rowOf(variantId: string, arm: TestArm, day: number): DailyRow {
  const clicks = arm.clk[day] ?? 0;
  const at = (column: readonly (number | null)[] | undefined, otherwise: number) =>
    column === undefined ? otherwise : (column[day] ?? null);
  return {
    variantId,
    date: dateAfter(day),
    impressions: arm.imp[day] ?? 0,
    clicks: clicks + 1,
    inlineLinkClicks: clicks,
    spendCents: arm.spend?.[day] ?? clicks * 100,
    conversions: at(arm.conversions, Math.round(clicks / 5)),
    revenueCents: at(arm.rev, clicks * 300),
    reach: arm.imp[day] ?? 0,
  };
}

/** An input evaluated at noon (UTC) of the day after the last row. Variants are named a, b, c …, in order. */
export function buildInput(
  arms: readonly TestArm[],
  settings: Partial<AbTestSettings> = {},
  rest: Partial<AbTestInput> = {},
): AbTestInput {
  const ids = arms.map((_, i) => String.fromCharCode(97 + i));
  const days = Math.max(...arms.map(({ imp }) => imp.length));
  return {
    now: `${dateAfter(days)}T12:00:00Z`,
    timezone: 'UTC',
    test: { ...SETTINGS, ...settings },
    variants: ids.map((id) => ({ id, clipId: `clip-${id}`, adId: `ad-${id}` })),
    rows: arms.flatMap((arm, i) => arm.imp.map((_, day) => rowOf(ids[i] ?? '', arm, day))),
    ...rest,
  };
}

/** The same numbers every day. */
export function steady(days: number, imp: number, clk: number, more: { spend?: number; rev?: number } = {}): TestArm {
  const column = (value: number) => Array.from({ length: days }, () => value);
  const { spend, rev } = more;
  return {
    imp: column(imp),
    clk: column(clk),
    ...(spend === undefined ? {} : { spend: column(spend) }),
    ...(rev === undefined ? {} : { rev: column(rev) }),
  };
}

/** The brief's example over seven days: 250 of 5,000 against 150 of 5,000. */
export const EXAMPLE_A: TestArm = {
  imp: [720, 705, 730, 698, 715, 722, 710],
  clk: [36, 33, 38, 35, 31, 41, 36],
  spend: [7012, 6890, 7105, 7230, 6998, 7450, 7315],
  rev: [31050, 28900, 33800, 30210, 27450, 38900, 34690],
};
export const EXAMPLE_B: TestArm = {
  imp: [718, 712, 725, 701, 717, 716, 711],
  clk: [21, 22, 20, 23, 19, 24, 21],
  spend: [5290, 5410, 5335, 5380, 5295, 5420, 5370],
  rev: [16900, 17550, 15800, 18420, 15230, 19100, 17000],
};
