import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DESIGN_TEXT, sentence } from './labels.ts';
import { decideVerdict, type VerdictFacts } from './verdict.ts';

const clear: VerdictFacts = {
  blocking: [],
  embargo: [],
  isForced: false,
  horizonReached: false,
  hasCandidate: true,
  beatsEveryRival: true,
  isGuardrailClear: true,
  compositeAgrees: true,
  isPracticallyEqual: false,
};
const undecided = { ...clear, beatsEveryRival: false };

const facts: fc.Arbitrary<VerdictFacts> = fc.record({
  blocking: fc.subarray(['data_error', 'srm', 'not_comparable'] as const),
  embargo: fc.subarray(['insufficient_duration', 'insufficient_impressions', 'insufficient_clicks'] as const),
  isForced: fc.boolean(),
  horizonReached: fc.boolean(),
  hasCandidate: fc.boolean(),
  beatsEveryRival: fc.boolean(),
  isGuardrailClear: fc.boolean(),
  compositeAgrees: fc.boolean(),
  isPracticallyEqual: fc.boolean(),
});

describe('the verdict', () => {
  it.each<[string, VerdictFacts, object]>([
    ['all gates passed', clear, { state: 'winner', reason: 'beats_every_rival', isFinal: true }],
    [
      'health before everything',
      { ...clear, blocking: ['srm'], embargo: ['insufficient_clicks'] },
      { state: 'invalid', reason: 'srm' },
    ],
    [
      'embargo before conflict',
      { ...clear, embargo: ['insufficient_clicks'], compositeAgrees: false },
      { state: 'needs_more_data', reason: 'insufficient_clicks' },
    ],
    ['gate B', { ...clear, isGuardrailClear: false }, { state: 'conflict', reason: 'guardrail_worse', isFinal: false }],
    ['gate C', { ...clear, compositeAgrees: false }, { state: 'conflict', reason: 'composite_disagrees' }],
    [
      'no conflict without a win to contest',
      { ...undecided, compositeAgrees: false },
      { state: 'inconclusive', reason: 'not_significant_yet', isFinal: false },
    ],
    ['winner before no difference', { ...clear, isPracticallyEqual: true }, { state: 'winner' }],
    ['practically equal', { ...undecided, isPracticallyEqual: true }, { state: 'no_difference', isFinal: true }],
    ['R20 horizon', { ...undecided, horizonReached: true }, { state: 'inconclusive', reason: 'horizon_reached', isFinal: true }],
    [
      'R20 horizon inside the embargo',
      { ...clear, embargo: ['insufficient_clicks'], horizonReached: true },
      { state: 'inconclusive', isFinal: true },
    ],
    ['R4 nobody leads', { ...undecided, hasCandidate: false }, { state: 'inconclusive', reason: 'no_candidate' }],
    ['R21 force passes gate A', { ...undecided, isForced: true }, { state: 'winner', reason: 'forced' }],
    [
      'R21 force passes the embargo',
      { ...undecided, isForced: true, embargo: ['insufficient_duration'] },
      { state: 'winner', reason: 'forced' },
    ],
    ['R21 force does not pass health', { ...undecided, isForced: true, blocking: ['data_error'] }, { state: 'invalid' }],
    ['R21 force does not pass gate B', { ...undecided, isForced: true, isGuardrailClear: false }, { state: 'conflict' }],
    ['R21 force does not pass gate C', { ...undecided, isForced: true, compositeAgrees: false }, { state: 'conflict' }],
    [
      'R21 force needs somebody to name',
      { ...undecided, isForced: true, hasCandidate: false, embargo: ['insufficient_clicks'] },
      { state: 'needs_more_data' },
    ],
  ])('%s', (_, given, expected) => {
    expect(decideVerdict(given)).toMatchObject(expected);
  });

  it('R10 never names a winner without gate A or force, nor against health, guardrails or score', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { state } = decideVerdict(given);
        if (state !== 'winner') return;
        expect(given.hasCandidate && (given.beatsEveryRival || given.isForced)).toBe(true);
        expect(given.blocking.length === 0 && given.isGuardrailClear && given.compositeAgrees).toBe(true);
        expect(given.isForced || given.embargo.length === 0).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('R20 the horizon always ends an undecided test', () => {
    fc.assert(
      fc.property(facts, (given) => {
        expect(decideVerdict({ ...given, horizonReached: true }).isFinal).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('words', () => {
  const words = {
    candidateAdId: 'x',
    metricName: 'click rate',
    leastLift: 0.2149,
    scoreLeaderAdId: 'y',
    eta: '2026-11-05T00:00:00.000Z',
  };

  it('R23 an observational result never claims a cause or a winner', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const text = sentence(decideVerdict(given), { ...words, design: 'observational' });
        expect(text).not.toBe('');
        expect(text).not.toMatch(/caused|winner/i);
      }),
      { seed: 1, numRuns: 1000 },
    );
    expect(DESIGN_TEXT.observational).not.toMatch(/caused|winner/i);
  });

  it('R23 names the best performer, or in a split test the winner, with a bound that is not overstated', () => {
    const best = sentence(decideVerdict(clear), { ...words, design: 'observational' });
    expect(best).toBe('Ad x is the best performer: at least 21.4 % better on click rate than every other, with 95 % confidence.');
    expect(sentence(decideVerdict(clear), { ...words, design: 'split_test' })).toContain('Ad x is the winner');
    expect(sentence(decideVerdict({ ...undecided, isForced: true }), { ...words, design: 'split_test' })).toContain(
      'chosen by hand',
    );
    expect(sentence(decideVerdict(clear), { ...words, leastLift: 40, design: 'split_test' })).toContain('>999.9 %');
  });
});
