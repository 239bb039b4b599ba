import type { PairComparison } from './compare-pair.ts';
import type { RatioMetric } from './input.ts';
import type { Arm } from './prepare.ts';
import { ratioOrNull } from './ratio-or-null.ts';

/** A variant's metric from totals, higher is better (CPC as clicks per spend); null when unknown or without exposure. */
export function pooledMetric({ sums }: Arm, metric: RatioMetric): number | null {
  switch (metric) {
    case 'ctr':
      return ratioOrNull(sums.clicks, sums.impressions);
    case 'cpc':
      return ratioOrNull(sums.clicks, sums.spendCents);
    case 'roas':
      return sums.revenueCents === null ? null : ratioOrNull(sums.revenueCents, sums.revenueSpendCents);
  }
}

/** The log ratio of a pair seen from one of its arms. */
export function lnFor(arm: Arm, pair: PairComparison): number | null {
  if (pair.ln === null) return null;
  return pair.first === arm ? pair.ln : -pair.ln;
}

/**
 * The variant that leads on the primary metric: ahead of every rival day by day, since totals mislead when delivery shifts between
 * days. Where days give no clear order, the best total, ties in `order`. null when nobody has anything to show, or all clicked.
 */
export function findCandidate(order: readonly Arm[], pairs: readonly PairComparison[], metric: RatioMetric): Arm | null {
  const value = (arm: Arm) => pooledMetric(arm, metric) ?? 0;
  const inPlay = order.filter((arm) => value(arm) > 0);
  if (inPlay.length === 0 || (metric === 'ctr' && inPlay.length === order.length && inPlay.every((arm) => value(arm) === 1)))
    return null;
  const leads = (arm: Arm) =>
    inPlay.every((rival) => {
      if (rival === arm) return true;
      const pair = pairs.find(({ first, second }) => (first === arm && second === rival) || (first === rival && second === arm));
      return pair !== undefined && (lnFor(arm, pair) ?? 0) > 0;
    });
  return inPlay.find(leads) ?? inPlay.reduce((best, arm) => (value(arm) > value(best) ? arm : best));
}
