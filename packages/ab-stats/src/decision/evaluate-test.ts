import { statisticsOf } from './build-statistics.ts';
import { verdictOf } from './build-verdict.ts';
import { type Findings, findEverything } from './findings.ts';
import type { AbTestInput } from './input.ts';
import { prepare } from './prepare.ts';
import type { AbTestResult } from './result.ts';
import { snapshotOf } from './snapshot.ts';

const CENTS = 100;

/** Scores by ad id, and by clip id where one variant only shows that clip. In the caller's order. */
function scoresByName({ prepared, composite }: Findings): Record<string, number | null> {
  const { variants } = prepared.input;
  const byVariant = new Map(composite.ranking.map(({ arm, score }) => [arm.variant.id, score]));
  // Keys differ in every test: an object made as a dictionary spares the engine a hidden class for each.
  const scores: Record<string, number | null> = Object.create(null);
  for (const { id, adId } of variants) scores[adId] = byVariant.get(id) ?? null;
  for (const { id, clipId } of variants) {
    if (variants.filter((other) => other.clipId === clipId).length === 1) scores[clipId] = byVariant.get(id) ?? null;
  }
  return scores;
}

/**
 * Evaluates one A/B test: what its settled rows show, and what may honestly be concluded. A pure function of `inputHash`'s
 * preimage; rows in any order give byte-identical JSON.
 * @throws RangeError when an instant or the time zone is unreadable.
 */
export function evaluateAbTest(input: AbTestInput): AbTestResult {
  const prepared = prepare(input);
  const findings = findEverything(prepared);
  const inCallersOrder = [...prepared.arms].sort((a, b) => a.position - b.position);
  return {
    metrics_snapshot: inCallersOrder.map((arm) => snapshotOf(arm, prepared.arms, input.currencyOffset ?? CENTS)),
    statistical_results: statisticsOf(findings),
    composite_scores: scoresByName(findings),
    verdict: verdictOf(findings),
  };
}
