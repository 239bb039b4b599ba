import type { Design } from './input.ts';
import type { Decision } from './verdict.ts';

/** What a comparison of this design can and cannot say; shown with every result. */
export const DESIGN_TEXT: Readonly<Record<Design, string>> = {
  observational:
    'Meta chose who saw each ad. This compares how the ads performed under Meta’s delivery, not which creative is better for the same people.',
  split_test:
    'People were split at random, but inside each group Meta still chose who saw the ad. The winner is the better ad-plus-delivery; it may not be the better message.',
};

/** Shown beside the composite score. */
export const SCORE_NOTE =
  'ROAS and cost per click both contain the click rate, so this score is mostly a click-rate score. It never decides alone.';

export interface SentenceFacts {
  readonly design: Design;
  readonly candidateAdId: string | null;
  readonly metricName: string;
  /** Smallest lift over any rival the data leave possible; null when unknown. */
  readonly leastLift: number | null;
  readonly scoreLeaderAdId: string | null;
  readonly eta: string | null;
}

/** Rounded towards 0, so that a bound is never overstated; capped, because nobody needs more. */
function percent(fraction: number): string {
  const value = Math.trunc(fraction * 1000) / 10;
  return value > 999.9 ? '>999.9 %' : `${value} %`;
}

/** What the leading ad may be called: only a randomised test has winners. */
const title = (design: Design) => (design === 'split_test' ? 'the winner' : 'the best performer');

function winnerSentence(decision: Decision, facts: SentenceFacts): string {
  const ad = `Ad ${facts.candidateAdId} is ${title(facts.design)}`;
  if (decision.reason === 'forced') return `${ad} so far; it was chosen by hand before the data could tell.`;
  if (facts.leastLift === null || facts.leastLift <= 0) return `${ad} on ${facts.metricName}.`;
  return `${ad}: at least ${percent(facts.leastLift)} better on ${facts.metricName} than every other, with 95 % confidence.`;
}

function inconclusiveSentence(decision: Decision): string {
  if (decision.reason === 'horizon_reached')
    return 'The test has reached its planned end and the data do not tell the ads apart.';
  if (decision.reason === 'no_candidate') return 'No ad leads: there is nothing to compare yet.';
  return 'The ads differ, but not yet by more than chance explains. The test goes on.';
}

const INVALID: Readonly<Record<string, string>> = {
  data_error: 'The reported numbers contradict themselves, so nothing can be concluded from them.',
  srm: 'The people were not split as planned, so the groups cannot be compared.',
  not_comparable: 'Delivery between the groups is too unequal to compare them.',
};

const LACKING: Readonly<Record<string, string>> = {
  insufficient_duration: 'The test has not run long enough yet.',
  insufficient_impressions: 'Not every ad has enough impressions yet.',
  insufficient_clicks: 'Not every ad has enough clicks yet.',
};

function conflictSentence(decision: Decision, facts: SentenceFacts): string {
  if (decision.reason === 'guardrail_worse') {
    return `Ad ${facts.candidateAdId} leads on ${facts.metricName} but is clearly worse on another metric. A person has to choose.`;
  }
  return `Ad ${facts.candidateAdId} leads on ${facts.metricName}, ad ${facts.scoreLeaderAdId} on the composite score. A person has to choose.`;
}

/** The verdict in one sentence a person can act on. */
export function sentence(decision: Decision, facts: SentenceFacts): string {
  switch (decision.state) {
    case 'invalid':
      return INVALID[decision.reason] ?? '';
    case 'needs_more_data':
      return `${LACKING[decision.reason] ?? ''}${facts.eta ? ` Expected by ${facts.eta}.` : ''}`;
    case 'conflict':
      return conflictSentence(decision, facts);
    case 'winner':
      return winnerSentence(decision, facts);
    case 'no_difference':
      return 'The ads perform alike: any difference is below 5 %. Any of them is fine.';
    case 'inconclusive':
      return inconclusiveSentence(decision);
  }
}
