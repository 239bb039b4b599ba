import { dayAt, dayOfDate, startOfDay } from './account-days.ts';
import type { AbTestInput, DailyRow, VariantInput } from './input.ts';

const HOUR_MS = 3_600_000;

/** One variant's settled days as columns; index 0 is the test's first day. */
export interface Arm {
  readonly variant: VariantInput;
  /** Place in the caller's list. */
  readonly position: number;
  readonly seen: boolean[];
  readonly impressions: number[];
  readonly clicks: number[];
  readonly spend: number[];
  /** Revenue, purchases and spend of the days past the attribution window. */
  readonly revenue: number[];
  readonly purchases: number[];
  readonly revenueSpend: number[];
  readonly sums: ArmSums;
}

export interface ArmSums {
  impressions: number;
  clicks: number;
  spendCents: number;
  /** null once any counted day is unknown. */
  revenueCents: number | null;
  conversions: number | null;
  revenueSpendCents: number;
  dailyReach: number | null;
  engagement: number | null;
  rows: number;
  /** Rows past the attribution window. */
  attributedRows: number;
}

/** A row that cannot be true, and why. */
export interface DataProblem {
  readonly code: 'bad_date' | 'unknown_variant' | 'duplicate_day' | 'not_a_count' | 'clicks_above_impressions';
  readonly variant_id: string;
  readonly date: string;
}

export interface Prepared {
  readonly input: AbTestInput;
  /** Sorted by variant id, so that no sum depends on the caller's order. */
  readonly arms: readonly Arm[];
  readonly problems: readonly DataProblem[];
  readonly nowMs: number;
  /** From here the embargo's hours and the horizon count. */
  readonly startMs: number;
  readonly elapsedMs: number;
  readonly today: number;
  /** Days since 1970 of index 0; null before the first impression. */
  readonly firstDay: number | null;
  /** Settled days counted, from the first day with impressions to yesterday or the horizon. */
  readonly days: number;
  readonly horizonReached: boolean;
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isCountOrNull = (value: number | null | undefined) => value === null || value === undefined || isCount(value);

function emptyArm(variant: VariantInput, position: number, days: number): Arm {
  // Plain arrays: typed ones of this size live outside the heap and cost more to make than to fill.
  const column = () => new Array<number>(days).fill(0);
  return {
    variant,
    position,
    seen: new Array<boolean>(days).fill(false),
    impressions: column(),
    clicks: column(),
    spend: column(),
    revenue: column(),
    purchases: column(),
    revenueSpend: column(),
    sums: {
      impressions: 0,
      clicks: 0,
      spendCents: 0,
      revenueCents: 0,
      conversions: 0,
      revenueSpendCents: 0,
      dailyReach: 0,
      engagement: 0,
      rows: 0,
      attributedRows: 0,
    },
  };
}

function problemOf(row: DailyRow, clicks: number, arm: Arm, index: number): DataProblem['code'] | null {
  if (arm.seen[index]) return 'duplicate_day';
  const areCounts = isCount(row.impressions) && isCount(clicks) && isCount(row.spendCents);
  const areOptional = isCountOrNull(row.conversions) && isCountOrNull(row.revenueCents) && isCountOrNull(row.reach);
  if (!areCounts || !areOptional || !isCountOrNull(row.engagement)) return 'not_a_count';
  return clicks > row.impressions ? 'clicks_above_impressions' : null;
}

const plus = (sum: number | null, value: number | null | undefined) => (sum === null || value == null ? null : sum + value);

function addRow(arm: Arm, row: DailyRow, clicks: number, index: number, isAttributed: boolean): void {
  const { sums } = arm;
  arm.seen[index] = true;
  arm.impressions[index] = row.impressions;
  arm.clicks[index] = clicks;
  arm.spend[index] = row.spendCents;
  sums.rows += 1;
  sums.impressions += row.impressions;
  sums.clicks += clicks;
  sums.spendCents += row.spendCents;
  sums.dailyReach = plus(sums.dailyReach, row.reach);
  sums.engagement = plus(sums.engagement, row.engagement);
  if (!isAttributed) return;
  sums.attributedRows += 1;
  arm.revenue[index] = row.revenueCents ?? 0;
  arm.purchases[index] = row.conversions ?? 0;
  arm.revenueSpend[index] = row.spendCents;
  sums.revenueCents = plus(sums.revenueCents, row.revenueCents);
  sums.conversions = plus(sums.conversions, row.conversions);
  sums.revenueSpendCents += row.spendCents;
}

/** Nothing read is not 0. */
function forgetUnread(sums: ArmSums): void {
  if (sums.rows === 0) {
    sums.dailyReach = null;
    sums.engagement = null;
  }
  if (sums.attributedRows === 0) {
    sums.revenueCents = null;
    sums.conversions = null;
  }
}

/** The first day with impressions, from the day the test started to today; a bad number counts too, so that it is looked at. */
function firstDayOf(rows: readonly DailyRow[], days: readonly number[], from: number, today: number): number | null {
  let first = Infinity;
  for (let i = 0; i < rows.length; i++) {
    const day = days[i] ?? Number.NaN;
    if (day >= from && day <= today && day < first && rows[i]?.impressions !== 0) first = day;
  }
  return first === Infinity ? null : first;
}

/**
 * Sorts the rows into columns of settled days: from the first day with impressions at or after the start to yesterday in the
 * account's time zone, never beyond the horizon. Conversions and revenue only where the attribution window has closed.
 * @throws RangeError when an instant or the time zone is unreadable.
 */
export function prepare(input: AbTestInput): Prepared {
  const { test, timezone } = input;
  const nowMs = Date.parse(input.now);
  const testStartMs = Date.parse(test.startTime);
  if (!Number.isFinite(nowMs) || !Number.isFinite(testStartMs))
    throw new RangeError('now and startTime must be ISO 8601 instants');
  const today = dayAt(nowMs, timezone);
  const parsed = input.rows.map(({ date }) => dayOfDate(date));
  const firstDay = firstDayOf(input.rows, parsed, dayAt(testStartMs, timezone), today);
  const startMs = firstDay === null ? testStartMs : Math.max(testStartMs, startOfDay(firstDay, timezone));
  const elapsedMs = Math.max(0, nowMs - startMs);
  const days = firstDay === null ? 0 : Math.max(0, Math.min(today - firstDay, Math.ceil(test.horizonDays)));
  const arms = input.variants
    .map((variant, position) => emptyArm(variant, position, days))
    .sort((a, b) => byText(a.variant.id, b.variant.id));
  const problems = fill(input, arms, parsed, { firstDay: firstDay ?? today, days, today });
  const horizonReached = elapsedMs >= test.horizonDays * 24 * HOUR_MS;
  return { input, arms, problems, nowMs, startMs, elapsedMs, today, firstDay, days, horizonReached };
}

interface Span {
  readonly firstDay: number;
  readonly days: number;
  readonly today: number;
}

function fill({ rows, test }: AbTestInput, arms: readonly Arm[], parsed: readonly number[], span: Span): DataProblem[] {
  const byId = new Map(arms.map((arm) => [arm.variant.id, arm]));
  const problems: DataProblem[] = [];
  /** What is wrong with a row, null when it was added or lies outside the test's days. */
  const place = (row: DailyRow, day: number): DataProblem['code'] | null => {
    if (Number.isNaN(day)) return 'bad_date';
    const index = day - span.firstDay;
    if (index < 0 || index >= span.days) return null;
    const arm = byId.get(row.variantId);
    if (!arm) return 'unknown_variant';
    const clicks = test.clickField === 'clicks' ? row.clicks : row.inlineLinkClicks;
    const code = problemOf(row, clicks, arm, index);
    if (!code) addRow(arm, row, clicks, index, day + test.attributionWindowDays < span.today);
    return code;
  };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const code = row ? place(row, parsed[i] ?? Number.NaN) : null;
    if (row && code) problems.push({ code, variant_id: row.variantId, date: row.date });
  }
  for (const { sums } of arms) forgetUnread(sums);
  return problems.sort((a, b) => byText(a.variant_id, b.variant_id) || byText(a.date, b.date) || byText(a.code, b.code));
}
