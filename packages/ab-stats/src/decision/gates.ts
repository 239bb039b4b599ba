import { holm } from '../multiple/corrections.ts';
import { lnFor } from './candidate.ts';
import type { PairComparison, Sequential } from './compare-pair.ts';
import type { CompositeResult } from './composite.ts';
import { ALPHA, type RatioMetric } from './input.ts';
import type { PairTable } from './pairs.ts';
import type { Arm } from './prepare.ts';

/** Lifts below 5 % either way make no practical difference. */
const LN_ROPE = Math.log(1.05);

/** The candidate against one rival, seen from the candidate. */
export interface Duel {
  readonly rival: Arm;
  readonly pair: PairComparison;
  readonly sequential: Sequential;
  readonly isFirst: boolean;
  /** Always-valid p that the candidate is better, and that the rival is. */
  readonly pBetter: number;
  readonly pWorse: number;
  /** Confidence sequence of the log lift over the rival; null before the first look. */
  readonly lnLo: number | null;
  readonly lnHi: number | null;
}

const minus = (value: number | null) => (value === null ? null : -value);

export function duels(candidate: Arm, { primary, sequential }: PairTable): Duel[] {
  return primary.flatMap((pair, i): Duel[] => {
    const path = sequential[i];
    if (!path || (pair.first !== candidate && pair.second !== candidate)) return [];
    if (pair.first === candidate) {
      const { pFirst, pSecond, lnLo, lnHi } = path;
      return [{ rival: pair.second, pair, sequential: path, isFirst: true, pBetter: pFirst, pWorse: pSecond, lnLo, lnHi }];
    }
    const { pFirst, pSecond, lnLo, lnHi } = path;
    const turned = { pBetter: pSecond, pWorse: pFirst, lnLo: minus(lnHi), lnHi: minus(lnLo) };
    return [{ rival: pair.first, pair, sequential: path, isFirst: false, ...turned }];
  });
}

/**
 * Gate A. A path that at some look was as sure of the opposite has contradicted itself: the ads' ranking changed during the test, and no
 * running minimum may hide that.
 */
export function beatsEveryRival(all: readonly Duel[]): boolean {
  return all.length > 0 && all.every(({ pBetter, pWorse }) => pBetter < ALPHA && pWorse >= ALPHA);
}

/** Gate B: metrics on which the candidate is significantly worse than some rival, Holm over all of them. */
export function worseMetrics(candidate: Arm, { others }: PairTable): RatioMetric[] {
  const involved = [...others.values()].flat().filter(({ first, second }) => first === candidate || second === candidate);
  const adjusted = holm(involved.map(({ fixed }) => fixed?.p ?? null));
  const worse = involved.filter((pair, i) => (adjusted[i] ?? 1) < ALPHA && (lnFor(candidate, pair) ?? 0) < 0);
  return [...new Set(worse.map(({ metric }) => metric))];
}

/** Gate C: the best score is the candidate's, or its lead over the candidate may be nothing. An unknown lead is a disagreement. */
export function compositeAgrees(candidate: Arm, { ranking, indexOf }: CompositeResult): boolean {
  const [best] = ranking;
  if (!best || best.score === null || best.arm === candidate) return true;
  const lead = indexOf(best.arm, candidate);
  return lead !== null && lead.lo <= 0 && lead.hi >= 0;
}

/** Every pair's confidence sequence lies inside ±5 %, both ways round. */
export function isPracticallyEqual({ sequential }: PairTable): boolean {
  return (
    sequential.length > 0 &&
    sequential.every(({ lnLo, lnHi }) => lnLo !== null && lnHi !== null && lnLo >= -LN_ROPE && lnHi <= LN_ROPE)
  );
}

/** A winner whose lead may be too small to matter. */
export function isSmallEffect(all: readonly Duel[]): boolean {
  return all.some(({ lnLo }) => lnLo !== null && lnLo < LN_ROPE);
}
