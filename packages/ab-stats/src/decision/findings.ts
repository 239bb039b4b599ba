import { findCandidate } from './candidate.ts';
import { type CompositeResult, composite } from './composite.ts';
import { type Delivery, delivery } from './delivery.ts';
import { type Embargo, embargo } from './embargo.ts';
import { type Duel, duels } from './gates.ts';
import { type Headline, headline } from './headline.ts';
import { comparePairs, type PairTable } from './pairs.ts';
import type { Arm, Prepared } from './prepare.ts';
import { type Trend, trend } from './trend.ts';

/** Everything computed from the rows, before anything is decided or shown. */
export interface Findings {
  readonly prepared: Prepared;
  readonly embargo: Embargo;
  readonly headline: Headline;
  readonly pairs: PairTable;
  readonly composite: CompositeResult;
  readonly candidate: Arm | null;
  readonly duels: readonly Duel[];
  readonly trends: readonly { readonly rival: Arm; readonly trend: Trend }[];
  readonly delivery: Delivery;
}

export function findEverything(prepared: Prepared): Findings {
  const { arms, input } = prepared;
  const pairs = comparePairs(prepared);
  const scores = composite(arms, input.test.metrics);
  const order = scores.ranking.map(({ arm }) => arm);
  const candidate = findCandidate(order, pairs.primary, input.test.primaryMetric);
  const against = candidate ? duels(candidate, pairs) : [];
  const trends = against.flatMap(({ rival }) => {
    const found = candidate && trend(candidate, rival, input.test.primaryMetric, prepared.days);
    return found ? [{ rival, trend: found }] : [];
  });
  return {
    prepared,
    embargo: embargo(prepared),
    headline: headline(arms),
    pairs,
    composite: scores,
    candidate,
    duels: against,
    trends,
    delivery: delivery(prepared, candidate),
  };
}
