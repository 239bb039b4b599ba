import { composition, type Segments } from '../health/composition.ts';
import { srm } from '../health/srm.ts';
import type { SegmentRow } from './input.ts';
import type { Arm, Prepared } from './prepare.ts';

// People are counted by estimate at Meta: a deviation below one percentage point is no alarm however large the test.
const SRM_INVALID_P = 0.001;
const SRM_WARN_P = 0.01;
const DEAD_BAND = 0.01;
const SHARE_WARN = 0.1;
const SHARE_NOT_COMPARABLE = 0.25;
// Spend itself changes what a click or sale costs.
const SPEND_GAP_WARN = 0.1;
const V_WARN = 0.1;
const V_STRONG = 0.3;

export type DeliveryWarning =
  | 'srm_warning'
  | 'share_deviation'
  | 'spend_unequal'
  | 'composition_differs'
  | 'composition_differs_strongly'
  | 'divergent_delivery';

export interface Delivery {
  /** Only of people, and only where they were split at random. */
  readonly srm: {
    readonly chi2: number;
    readonly p_value: number;
    readonly log10p: number;
    readonly largest_deviation: number;
  } | null;
  /** Largest departure from the planned share; null without a plan. Auctions decide impressions and spend: no p-value. */
  readonly impression_share_deviation: number | null;
  readonly spend_share_deviation: number | null;
  /** (highest - lowest) / highest spend. */
  readonly spend_gap: number | null;
  readonly cramers_v: number | null;
  readonly standardised_ctr: Readonly<Record<string, number | null>> | null;
  readonly warnings: readonly DeliveryWarning[];
  readonly blocking: readonly ('srm' | 'not_comparable')[];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function plannedShares(arms: readonly Arm[]): number[] {
  const percents = arms.map(({ variant }) => variant.plannedPercent ?? 100 / arms.length);
  const all = sum(percents);
  return percents.map((percent) => percent / all);
}

function largestDeviation(values: readonly number[], planned: readonly number[]): number | null {
  const all = sum(values);
  return all > 0 ? Math.max(...values.map((value, arm) => Math.abs(value / all - (planned[arm] ?? 0)))) : null;
}

function reachCheck(arms: readonly Arm[], planned: readonly number[]): Delivery['srm'] {
  const reached = arms.flatMap(({ variant }) => (variant.reach == null ? [] : [variant.reach]));
  if (reached.length < arms.length || sum(reached) === 0) return null;
  const { chi2, p, log10p } = srm(reached, planned);
  return { chi2, p_value: p, log10p, largest_deviation: largestDeviation(reached, planned) ?? 0 };
}

/** One object per arm, segments by name. */
function segmentsOf(arms: readonly Arm[], rows: readonly SegmentRow[]): Segments[] {
  return arms.map(({ variant }) => {
    const mine = rows.filter(({ variantId }) => variantId === variant.id);
    const byName = Map.groupBy(mine, ({ segment }) => segment);
    const totals = [...byName].map(([name, list]) => {
      const cell = [sum(list.map(({ impressions }) => impressions)), sum(list.map(({ clicks }) => clicks))] as const;
      return [name, cell] as const;
    });
    return Object.fromEntries(totals);
  });
}

/** Whether the candidate leads some rival on raw click rates and trails it once the audience is held equal, or the reverse. */
function flips(crude: readonly (number | null)[], standardised: readonly (number | null)[], candidate: number): boolean {
  const against = (rates: readonly (number | null)[], rival: number) => {
    const [own, other] = [rates[candidate], rates[rival]];
    return own == null || other == null ? 0 : Math.sign(own - other);
  };
  return crude.some((_, rival) => rival !== candidate && against(crude, rival) * against(standardised, rival) < 0);
}

function audience(arms: readonly Arm[], rows: readonly SegmentRow[] | undefined, candidate: Arm | null) {
  const warnings: DeliveryWarning[] = [];
  if (!rows || rows.length === 0) return { cramers_v: null, standardised_ctr: null, warnings };
  const { crude, standardised, cramersV } = composition(segmentsOf(arms, rows));
  if (cramersV !== null && cramersV > V_STRONG) warnings.push('composition_differs_strongly');
  else if (cramersV !== null && cramersV > V_WARN) warnings.push('composition_differs');
  if (candidate && flips(crude, standardised, arms.indexOf(candidate))) warnings.push('divergent_delivery');
  const byAd = Object.fromEntries(arms.map(({ variant }, i) => [variant.adId, standardised[i] ?? null]));
  return { cramers_v: cramersV, standardised_ctr: byAd, warnings };
}

/** A split test's delivery against its plan. */
function againstPlan(arms: readonly Arm[]) {
  const planned = plannedShares(arms);
  const reach = reachCheck(arms, planned);
  const impressions = largestDeviation(
    arms.map(({ sums }) => sums.impressions),
    planned,
  );
  const spend = largestDeviation(
    arms.map(({ sums }) => sums.spendCents),
    planned,
  );
  const worst = Math.max(impressions ?? 0, spend ?? 0);
  const isMismatch = reach !== null && reach.p_value < SRM_INVALID_P && reach.largest_deviation >= DEAD_BAND;
  const blocking: ('srm' | 'not_comparable')[] = isMismatch ? ['srm'] : [];
  const warnings: DeliveryWarning[] = [];
  if (!isMismatch && reach !== null && reach.p_value < SRM_WARN_P) warnings.push('srm_warning');
  if (worst > SHARE_NOT_COMPARABLE) blocking.push('not_comparable');
  else if (worst > SHARE_WARN) warnings.push('share_deviation');
  return { reach, impressions, spend, warnings, blocking };
}

const NO_PLAN: ReturnType<typeof againstPlan> = { reach: null, impressions: null, spend: null, warnings: [], blocking: [] };

/** Health of the comparison: what is testable is tested, what an auction decides is only described. */
export function delivery(prepared: Prepared, candidate: Arm | null): Delivery {
  const { arms, input } = prepared;
  const plan = input.test.design === 'split_test' ? againstPlan(arms) : NO_PLAN;
  const spends = arms.map(({ sums }) => sums.spendCents);
  const highest = Math.max(...spends);
  const gap = highest > 0 ? (highest - Math.min(...spends)) / highest : null;
  const { warnings, ...seen } = audience(arms, input.segments, candidate);
  const unequal: DeliveryWarning[] = gap !== null && gap > SPEND_GAP_WARN ? ['spend_unequal'] : [];
  return {
    srm: plan.reach,
    impression_share_deviation: plan.impressions,
    spend_share_deviation: plan.spend,
    spend_gap: gap,
    ...seen,
    warnings: [...plan.warnings, ...unequal, ...warnings],
    blocking: plan.blocking,
  };
}
