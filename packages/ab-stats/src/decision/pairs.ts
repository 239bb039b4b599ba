import { holm } from '../multiple/corrections.ts';
import { liftLog95 } from '../proportions/intervals.ts';
import { normalTwoSided, pooledZ } from '../proportions/pooled-z.ts';
import { comparePair, compareSequentially, type PairComparison, type Sequential } from './compare-pair.ts';
import type { RatioMetric } from './input.ts';
import type { Arm, Prepared } from './prepare.ts';
import type { PairResult, SequentialResult } from './result.ts';

/** Every pair of arms compared on the metrics that matter; `primary` also sequentially. Arms are in id order, so pairs are too. */
export interface PairTable {
  readonly primary: readonly PairComparison[];
  readonly sequential: readonly Sequential[];
  readonly others: ReadonlyMap<RatioMetric, readonly PairComparison[]>;
}

function allPairs(arms: readonly Arm[]): (readonly [Arm, Arm])[] {
  return arms.flatMap((first, i) => arms.slice(i + 1).map((second) => [first, second] as const));
}

export function comparePairs(prepared: Prepared): PairTable {
  const { test } = prepared.input;
  const pairs = allPairs(prepared.arms);
  const metrics: RatioMetric[] = (['ctr', 'cpc', 'roas'] as const).filter(
    (metric) => metric !== test.primaryMetric && test.metrics.includes(metric),
  );
  const sequential = pairs.map(([first, second]) => compareSequentially(prepared, first, second, test.primaryMetric));
  return {
    primary: pairs.map(([first, second], i) => comparePair(first, second, test.primaryMetric, sequential[i]?.sums)),
    sequential,
    others: new Map(metrics.map((metric) => [metric, pairs.map(([first, second]) => comparePair(first, second, metric))])),
  };
}

function sequentialResult({ looks, pFirst, pSecond, lnLo, lnHi }: Sequential): SequentialResult {
  return {
    looks: looks.day.length,
    p_a_better: pFirst,
    p_b_better: pSecond,
    lo: lnLo === null ? null : Math.expm1(lnLo),
    hi: lnHi === null ? null : Math.expm1(lnHi),
  };
}

function pooledResult({ first, second }: PairComparison): PairResult['pooled'] {
  const [a, b] = [first.sums, second.sums];
  if (a.impressions === 0 || b.impressions === 0) return null;
  const z = pooledZ([a.clicks, a.impressions], [b.clicks, b.impressions]);
  const { lift, lo, hi } = liftLog95([a.clicks, a.impressions], [b.clicks, b.impressions]);
  return { p_value: z === null ? null : normalTwoSided(z).p, lift, lo, hi };
}

function pairResult(pair: PairComparison, pHolm: number | null, sequential: Sequential | undefined): PairResult {
  const { first, second, metric, days, reason, ln, halfWidth, model, robust, fixed } = pair;
  const hasEstimate = ln !== null && halfWidth !== null;
  return {
    metric,
    a: first.variant.id,
    b: second.variant.id,
    days,
    reason,
    ratio: ln === null ? null : Math.exp(ln),
    lift: ln === null ? null : Math.expm1(ln),
    lo: hasEstimate ? Math.expm1(ln - halfWidth) : null,
    hi: hasEstimate ? Math.expm1(ln + halfWidth) : null,
    p_model: model?.p ?? null,
    p_robust: robust?.p ?? null,
    p_value: fixed?.p ?? null,
    log10p: fixed?.log10p ?? null,
    p_holm: pHolm,
    variance_source: robust ? 'daily' : model ? 'totals_lower_bound' : null,
    sequential: sequential ? sequentialResult(sequential) : null,
    pooled: metric === 'ctr' ? pooledResult(pair) : null,
  };
}

/** The table as the answer shows it, Holm-adjusted within each metric. */
export function pairResults({ primary, sequential, others }: PairTable): PairResult[] {
  const shown = (pairs: readonly PairComparison[], looks: readonly Sequential[]) => {
    const adjusted = holm(pairs.map(({ fixed }) => fixed?.p ?? null));
    return pairs.map((pair, i) => pairResult(pair, adjusted[i] ?? null, looks[i]));
  };
  return [...shown(primary, sequential), ...[...others.values()].flatMap((pairs) => shown(pairs, []))];
}
