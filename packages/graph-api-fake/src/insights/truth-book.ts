import { addDays, dateIn, dayStartMs } from '../time/zoned-days.ts';

/** How well an ad really does. Rates are fractions; money is in minor units. */
export interface TruthSpec {
  readonly impressions_per_day: number;
  /** Inline link clicks per impression. */
  readonly ctr: number;
  /** Per inline link click. */
  readonly cost_per_click_cents: number;
  /** Purchases per inline link click. */
  readonly conversion_rate: number;
  readonly order_value_cents: number;
  readonly starts_days_ago?: number | undefined;
  /** Relative day-to-day spread; 0 is exact. */
  readonly noise?: number | undefined;
  readonly rewrite_past?: boolean | undefined;
}

/** From this day on, the spec holds, until the next segment. */
export interface TruthSegment {
  readonly fromDate: string;
  readonly spec: TruthSpec;
}

/** An ad's truth: what it is worth from which day, and when it delivered whatever its status was. */
export interface AdTruth {
  readonly segments: readonly TruthSegment[];
  /** Delivery granted outright: full past days and today's share at the time of the call. */
  readonly grantFromMs: number;
  /** Also the beginning of live delivery, which needs ACTIVE. */
  readonly grantToMs: number;
}

/** What a (repeated) `PUT …/truth` makes of what was known. Days before today only change with `rewrite_past`. */
export function mergeTruth(known: AdTruth | undefined, spec: TruthSpec, nowMs: number, timeZone: string): AdTruth {
  const today = dateIn(nowMs, timeZone);
  const startMs = spec.starts_days_ago === undefined ? nowMs : dayStartMs(addDays(today, -spec.starts_days_ago), timeZone);
  if (known === undefined)
    return { segments: [{ fromDate: dateIn(startMs, timeZone), spec }], grantFromMs: startMs, grantToMs: nowMs };
  if (spec.rewrite_past !== true) {
    const past = known.segments.filter((segment) => segment.fromDate < today);
    return { ...known, segments: [...past, { fromDate: today, spec }] };
  }
  return restate(known, spec, { today, startMs, nowMs, timeZone });
}

// Meta freezes a day's figures 28 days after it.
const RESTATED_DAYS = 28;

/** Rewrites the days that may still change; older ones stay as they were reported. */
function restate(
  known: AdTruth,
  spec: TruthSpec,
  { today, startMs, nowMs, timeZone }: { today: string; startMs: number; nowMs: number; timeZone: string },
): AdTruth {
  const openDate = addDays(today, -RESTATED_DAYS);
  const first = known.segments[0]?.fromDate ?? today;
  const frozen = known.segments.filter((segment) => segment.fromDate < openDate);
  const startDate = spec.starts_days_ago === undefined ? first : dateIn(startMs, timeZone);
  const from = frozen.length > 0 && startDate < openDate ? openDate : startDate;
  // Between the frozen days and a later start nothing was delivered.
  const gap = frozen.length > 0 && from > openDate ? [{ fromDate: openDate, spec: { ...spec, impressions_per_day: 0 } }] : [];
  const segments = [...frozen, ...gap, { fromDate: from, spec }];
  if (spec.starts_days_ago === undefined) return { ...known, segments };
  return { segments, grantFromMs: frozen.length > 0 ? known.grantFromMs : startMs, grantToMs: nowMs };
}

export interface TruthBook {
  get(adId: string): AdTruth | undefined;
  put(adId: string, truth: AdTruth): void;
  all(): Iterable<readonly [string, AdTruth]>;
  clear(): void;
}

export function createTruthBook(): TruthBook {
  const truths = new Map<string, AdTruth>();
  return {
    get: (adId) => truths.get(adId),
    put: (adId, truth) => void truths.set(adId, truth),
    all: () => truths.entries(),
    clear: () => truths.clear(),
  };
}
