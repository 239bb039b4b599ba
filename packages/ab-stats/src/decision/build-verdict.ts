import { normalShrink } from '../bayes/log-normal.ts';
import type { Findings } from './findings.ts';
import { isSimpson, isSuspicious } from './flags.ts';
import { beatsEveryRival, compositeAgrees, type Duel, isPracticallyEqual, isSmallEffect, worseMetrics } from './gates.ts';
import type { AbTestInput } from './input.ts';
import { DESIGN_TEXT, sentence } from './labels.ts';
import type { Arm } from './prepare.ts';
import type { Flag, VariantRef, Verdict } from './result.ts';
import { type Decision, decideVerdict } from './verdict.ts';

// Weekdays differ: a verdict before a full week may only have seen some of them.
const FULL_WEEK_DAYS = 7;

const refOf = ({ variant }: Arm): VariantRef => ({ variant_id: variant.id, clip_id: variant.clipId, ad_id: variant.adId });

/** A force counts only with a name and a reason. */
function validForce({ force }: AbTestInput): { by: string; reason: string } | null {
  return force && force.by.trim() !== '' && force.reason.trim() !== '' ? { by: force.by, reason: force.reason } : null;
}

function flagsOf(findings: Findings, early: boolean, small: boolean): Flag[] {
  const { prepared, pairs, composite: scores } = findings;
  const { force } = prepared.input;
  const all: [boolean, Flag][] = [
    [early, 'early'],
    [validForce(prepared.input) !== null, 'forced'],
    [force !== undefined && validForce(prepared.input) === null, 'force_refused'],
    [small, 'small_effect'],
    [findings.trends.some(({ trend: { warning } }) => warning), 'trend_warning'],
    [isSuspicious(findings.duels), 'twyman'],
    [pairs.primary.some(isSimpson), 'simpson_warning'],
    [findings.headline.low_counts, 'low_counts'],
    [pairs.primary.some(({ model, robust }) => model !== null && robust === null), 'model_based_variance'],
    [scores.roasDropped, 'roas_dropped'],
    [scores.zeroSpend, 'zero_spend'],
    [scores.isTie, 'practical_tie'],
  ];
  return [...all.flatMap(([isSet, flag]) => (isSet ? [flag] : [])), ...findings.delivery.warnings];
}

function decide(findings: Findings): { decision: Decision; worse: Verdict['worse_on']; gates: Verdict['gates'] } {
  const { prepared, candidate } = findings;
  const worse = candidate ? worseMetrics(candidate, findings.pairs) : [];
  const gates = {
    beats_every_rival: beatsEveryRival(findings.duels),
    guardrails_clear: worse.length === 0,
    composite_agrees: !candidate || compositeAgrees(candidate, findings.composite),
  };
  const decision = decideVerdict({
    blocking: [...(prepared.problems.length > 0 ? (['data_error'] as const) : []), ...findings.delivery.blocking],
    embargo: findings.embargo.reasons,
    isForced: validForce(prepared.input) !== null,
    horizonReached: prepared.horizonReached,
    hasCandidate: candidate !== null,
    beatsEveryRival: gates.beats_every_rival,
    isGuardrailClear: gates.guardrails_clear,
    compositeAgrees: gates.composite_agrees,
    isPracticallyEqual: isPracticallyEqual(findings.pairs),
  });
  return { decision, worse, gates };
}

/** The estimate against the strongest rival, shrunk against the winner's curse (4.7). */
function expectedLift(all: readonly Duel[]): number | null {
  const shrunk = all.flatMap(({ pair, isFirst }) => {
    if (pair.ln === null || pair.v === null) return [];
    const ratio = Math.exp(isFirst ? pair.ln : -pair.ln);
    return [normalShrink(ratio - 1, ratio * Math.sqrt(pair.v)).post];
  });
  return shrunk.length > 0 ? Math.min(...shrunk) : null;
}

/** Smallest lift over any rival inside the confidence sequences; null unless each rival's is known. */
function leastLift(all: readonly Duel[]): number | null {
  let least = Infinity;
  for (const { lnLo } of all) least = Math.min(least, lnLo ?? -Infinity);
  return Number.isFinite(least) ? Math.expm1(least) : null;
}

/** The verdict with its reasons, flags and words. */
export function verdictOf(findings: Findings): Verdict {
  const { prepared, candidate, delivery: seen, embargo: lacking } = findings;
  const { test } = prepared.input;
  const { decision, worse, gates } = decide(findings);
  const isWinner = decision.state === 'winner';
  const force = validForce(prepared.input);
  const early = prepared.days < FULL_WEEK_DAYS;
  const small = isWinner && isSmallEffect(findings.duels);
  const [top] = findings.composite.ranking;
  const scoreLeader = top && top.score !== null ? top.arm : null;
  const least = leastLift(findings.duels);
  const flags = flagsOf(findings, early, small);
  const blockedBy = [
    ...(isWinner ? [] : ['no_winner']),
    ...(early && test.mayPublishEarly !== true ? ['early'] : []),
    ...(force ? ['forced'] : []),
    ...(seen.warnings.includes('divergent_delivery') ? ['divergent_delivery'] : []),
  ];
  return {
    state: decision.state,
    reason: decision.reason,
    final: decision.isFinal,
    sentence: sentence(decision, {
      design: test.design,
      candidateAdId: candidate?.variant.adId ?? null,
      metricName: { ctr: 'click rate', cpc: 'cost per click', roas: 'return on ad spend' }[test.primaryMetric],
      leastLift: least,
      scoreLeaderAdId: scoreLeader?.variant.adId ?? null,
      eta: lacking.eta,
    }),
    winner: isWinner && candidate ? refOf(candidate) : null,
    leader: candidate ? refOf(candidate) : null,
    score_leader: scoreLeader ? refOf(scoreLeader) : null,
    gates,
    worse_on: worse,
    missing: lacking.reasons,
    deficits: lacking.deficits,
    eta: lacking.eta,
    least_lift: least,
    expected_lift: expectedLift(findings.duels),
    early,
    small_effect: small,
    significant: findings.headline.significant,
    forced: force,
    flags,
    health: {
      blocking: [...(prepared.problems.length > 0 ? ['data_error'] : []), ...seen.blocking],
      problems: prepared.problems,
    },
    design: test.design,
    design_text: DESIGN_TEXT[test.design],
    auto_publish: { allowed: blockedBy.length === 0, blocked_by: blockedBy },
  };
}
