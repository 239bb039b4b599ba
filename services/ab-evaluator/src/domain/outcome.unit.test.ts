import { expect, it } from '@jest/globals';
import type { AbTestResult, VerdictReason, VerdictState } from '@mao/ab-stats';
import { isSettled } from './may-judge.ts';
import { outcomeOf } from './outcome.ts';
import type { TestStatus } from './test-terms.ts';

const outcome = (state: VerdictState, reason: VerdictReason, final: boolean, before: TestStatus = 'active') => {
  const winner = state === 'winner' ? { variant_id: 'a', clip_id: 'clip', ad_id: 'ad' } : null;
  return outcomeOf({ verdict: { state, reason, final, winner } } as AbTestResult, before);
};

it.each([
  ['winner', 'beats_every_rival', true, 'completed', true, null],
  ['no_difference', 'practically_equal', true, 'completed', true, null],
  ['inconclusive', 'horizon_reached', true, 'completed', true, null],
  ['inconclusive', 'not_significant_yet', false, 'active', true, null],
  ['conflict', 'composite_disagrees', false, 'active', true, null],
  ['conflict', 'composite_disagrees', true, 'completed', true, null],
  ['needs_more_data', 'insufficient_clicks', false, 'needs_more_data', false, 'insufficient_clicks'],
  ['invalid', 'data_error', false, 'active', false, 'data_error'],
] as const)('R18: %s (%s, final %s) leaves the test %s', (state, reason, final, status, success, told) => {
  expect(outcome(state, reason, final)).toMatchObject({ status, success, reason: told });
});

it('names a winner only when there is one', () => {
  expect(outcome('winner', 'forced', true).winner).toEqual({ clipId: 'clip', adId: 'ad' });
  expect(outcome('conflict', 'guardrail_worse', false).winner).toBeNull();
});

it('R18: a completed test that is forced without finding a winner stays completed', () => {
  expect(outcome('conflict', 'guardrail_worse', false, 'completed').status).toBe('completed');
});

it.each([
  [{ status: 'active', winnerDecidedAt: null }, false, false],
  [{ status: 'needs_more_data', winnerDecidedAt: null }, false, false],
  [{ status: 'completed', winnerDecidedAt: null }, false, true],
  [{ status: 'completed', winnerDecidedAt: null }, true, false],
  [{ status: 'completed', winnerDecidedAt: new Date() }, true, true],
] as const)('R18, R20: %j, forced %s: settled %s', (standing, isForced, settled) => {
  expect(isSettled(standing, isForced)).toBe(settled);
});
