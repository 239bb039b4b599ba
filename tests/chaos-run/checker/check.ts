import type { Evidence } from './evidence.ts';
import { factsOf } from './facts.ts';
import type { Finding } from './finding.ts';
import { builtRunsAreWhole } from './invariants/built-runs-are-whole.ts';
import { everyChangeHasAnActor } from './invariants/every-change-has-an-actor.ts';
import { everyEventArrives } from './invariants/every-event-arrives.ts';
import { everyRunEnds } from './invariants/every-run-ends.ts';
import { keysStayInOrder } from './invariants/keys-stay-in-order.ts';
import { noMoneyBeyondAccepted } from './invariants/no-money-beyond-accepted.ts';
import { nothingActiveTooEarly } from './invariants/nothing-active-too-early.ts';
import { nothingWithoutOwner } from './invariants/nothing-without-owner.ts';
import { offsetsFollowEffects } from './invariants/offsets-follow-effects.ts';
import { oneRunPerRequest } from './invariants/one-run-per-request.ts';
import { oneWinnerPublishedOnce } from './invariants/one-winner-published-once.ts';
import { pointsStayBelowTheLimit } from './invariants/points-stay-below-the-limit.ts';
import { resultsEqualTheTruth } from './invariants/results-equal-the-truth.ts';
import { undoneRunsLeaveNothing } from './invariants/undone-runs-leave-nothing.ts';

const INVARIANTS = [
  everyRunEnds,
  oneRunPerRequest,
  builtRunsAreWhole,
  undoneRunsLeaveNothing,
  nothingWithoutOwner,
  nothingActiveTooEarly,
  noMoneyBeyondAccepted,
  oneWinnerPublishedOnce,
  everyEventArrives,
  keysStayInOrder,
  offsetsFollowEffects,
  pointsStayBelowTheLimit,
  everyChangeHasAnActor,
  resultsEqualTheTruth,
];

/** Judges a run by its evidence alone, invariant by invariant. Shares no code with what it judges. */
export function check(evidence: Evidence): readonly Finding[] {
  const facts = factsOf(evidence);
  return INVARIANTS.map((invariant) => invariant(facts));
}
