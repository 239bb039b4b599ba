import { type LeaveOneOut, type LogIndexInterval, leaveOneOutScores, pairedDayIndex } from '../score/log-index.ts';
import {
  COMPONENTS,
  type Component,
  compositeRatioToBest,
  type Scored,
  usableComponents,
  WEIGHTS,
} from '../score/ratio-to-best.ts';
import type { Metric } from './input.ts';
import type { Arm } from './prepare.ts';
import { ratioOrNull } from './ratio-or-null.ts';

// Scores this close are the same for every practical purpose.
const TIE_BAND = 0.01;

export interface RankedArm {
  readonly arm: Arm;
  readonly scored: Scored;
  readonly score: number | null;
}

export interface CompositeResult {
  /** Best first; variants without a score at the end. */
  readonly ranking: readonly RankedArm[];
  readonly weights: Readonly<Partial<Record<Component, number>>>;
  readonly roasDropped: boolean;
  readonly zeroSpend: boolean;
  readonly isTie: boolean;
  /** Index of one scored arm against another with its interval; null when a metric is 0 or days are too few. */
  readonly indexOf: (a: Arm, b: Arm) => LogIndexInterval | null;
}

/** A variant's metrics from totals. CPC is 0 for the anomaly of clicks without spend, Infinity for spend without clicks. */
export function scoredOf({ sums }: Arm): Scored {
  const roas = sums.revenueCents === null ? null : ratioOrNull(sums.revenueCents, sums.revenueSpendCents);
  const cpc = sums.clicks > 0 ? sums.spendCents / sums.clicks : Infinity;
  return { roas, ctr: ratioOrNull(sums.clicks, sums.impressions), cpc };
}

const isEvaluable = ({ sums }: Arm) => sums.impressions > 0 && (sums.clicks > 0 || sums.spendCents > 0);

/** Score first, then ROAS, cheaper clicks, more impressions, id: never a coin. */
function byRank(a: RankedArm, b: RankedArm): number {
  return (
    (b.score ?? -1) - (a.score ?? -1) ||
    (b.scored.roas ?? -1) - (a.scored.roas ?? -1) ||
    byCost(a.scored.cpc ?? Infinity, b.scored.cpc ?? Infinity) ||
    b.arm.sums.impressions - a.arm.sums.impressions ||
    (a.arm.variant.id < b.arm.variant.id ? -1 : 1)
  );
}

const byCost = (a: number, b: number) => (a === b ? 0 : a - b);

function shares(usable: readonly Component[]): Partial<Record<Component, number>> {
  const sum = usable.reduce((total, component) => total + WEIGHTS[component], 0);
  return Object.fromEntries(usable.map((component) => [component, WEIGHTS[component] / sum]));
}

/** The composite score of every variant over the metrics the test asked for, and the log index that carries its uncertainty. */
export function composite(arms: readonly Arm[], metrics: readonly Metric[]): CompositeResult {
  const asked = COMPONENTS.filter((component) => metrics.includes(component));
  const evaluable = arms.filter(isEvaluable);
  const scored = evaluable.map(scoredOf);
  const usable = usableComponents(scored, asked);
  const scores = compositeRatioToBest(scored, asked);
  const unscored = arms.filter((arm) => !isEvaluable(arm)).map((arm) => ({ arm, scored: scoredOf(arm), score: null }));
  const ranking = [
    ...evaluable.map((arm, i) => ({ arm, scored: scored[i] ?? scoredOf(arm), score: scores[i] ?? null })),
    ...unscored,
  ].sort(byRank);
  const [best, second] = ranking;
  const leftOut = new Map<Arm, LeaveOneOut>();
  const leaveOut = (arm: Arm) => {
    const known = leftOut.get(arm);
    if (known) return known;
    const days = { imp: arm.impressions, clk: arm.clicks, spend: arm.spend, rev: arm.revenue, revSpend: arm.revenueSpend };
    const result = leaveOneOutScores(days, usable);
    leftOut.set(arm, result);
    return result;
  };
  return {
    ranking,
    weights: shares(usable),
    roasDropped: asked.includes('roas') && evaluable.length > 0 && !usable.includes('roas'),
    zeroSpend: arms.some(({ sums }) => sums.clicks > 0 && sums.spendCents === 0),
    isTie: best?.score != null && second?.score != null && best.score - second.score < TIE_BAND,
    indexOf: (a, b) => {
      if (usable.length === 0) return null;
      const isCommon = (day: number) => (a.impressions[day] ?? 0) > 0 && (b.impressions[day] ?? 0) > 0;
      return pairedDayIndex(leaveOut(a), leaveOut(b), isCommon);
    },
  };
}
