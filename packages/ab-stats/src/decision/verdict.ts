import type { EmbargoReason } from './embargo.ts';

export type VerdictState = 'invalid' | 'needs_more_data' | 'conflict' | 'winner' | 'no_difference' | 'inconclusive';

export type VerdictReason =
  | 'data_error'
  | 'srm'
  | 'not_comparable'
  | EmbargoReason
  | 'no_candidate'
  | 'guardrail_worse'
  | 'composite_disagrees'
  | 'beats_every_rival'
  | 'forced'
  | 'practically_equal'
  | 'not_significant_yet'
  | 'horizon_reached';

/** What a verdict rests on, once the numbers are computed. */
export interface VerdictFacts {
  /** Health problems that forbid any verdict, worst first. */
  readonly blocking: readonly ('data_error' | 'srm' | 'not_comparable')[];
  /** What the embargo still lacks; empty when it is met. */
  readonly embargo: readonly EmbargoReason[];
  readonly isForced: boolean;
  readonly horizonReached: boolean;
  /** Whether some variant leads on the primary metric at all. */
  readonly hasCandidate: boolean;
  /** Gate A: the candidate's always-valid p is below alpha against every rival. */
  readonly beatsEveryRival: boolean;
  /** Gate B: no guardrail metric of the candidate is significantly worse. */
  readonly isGuardrailClear: boolean;
  /** Gate C: the composite score agrees, or cannot tell. */
  readonly compositeAgrees: boolean;
  /** Every pair's confidence sequence lies inside the region of practical equivalence. */
  readonly isPracticallyEqual: boolean;
}

export interface Decision {
  readonly state: VerdictState;
  readonly reason: VerdictReason;
  /** Nothing further is expected from this test. */
  readonly isFinal: boolean;
}

function undecided(facts: VerdictFacts): Decision {
  const reason = facts.horizonReached ? 'horizon_reached' : facts.hasCandidate ? 'not_significant_yet' : 'no_candidate';
  return { state: 'inconclusive', reason, isFinal: facts.horizonReached };
}

function judge(facts: VerdictFacts): Decision {
  const mayWin = facts.hasCandidate && (facts.isForced || facts.beatsEveryRival);
  if (mayWin && !facts.isGuardrailClear) return { state: 'conflict', reason: 'guardrail_worse', isFinal: facts.horizonReached };
  if (mayWin && !facts.compositeAgrees)
    return { state: 'conflict', reason: 'composite_disagrees', isFinal: facts.horizonReached };
  if (mayWin) return { state: 'winner', reason: facts.beatsEveryRival ? 'beats_every_rival' : 'forced', isFinal: true };
  if (facts.isPracticallyEqual) return { state: 'no_difference', reason: 'practically_equal', isFinal: true };
  return undecided(facts);
}

/**
 * The verdict by precedence: invalid, needs more data, conflict, winner, no difference, inconclusive. Force passes over the embargo
 * and gate A, never over health, guardrails or a contradicting score. A test whose horizon ends inside the embargo has
 * nothing left to wait for: inconclusive.
 */
export function decideVerdict(facts: VerdictFacts): Decision {
  const [blocking] = facts.blocking;
  if (blocking) return { state: 'invalid', reason: blocking, isFinal: facts.horizonReached };
  const [lacking] = facts.embargo;
  // Without a candidate there is nobody to force.
  if (lacking && !(facts.isForced && facts.hasCandidate)) {
    return facts.horizonReached ? undecided(facts) : { state: 'needs_more_data', reason: lacking, isFinal: false };
  }
  return judge(facts);
}
