import { expect, test } from '@jest/globals';
import { rejected } from '@mao/saga';
import { untilCaughtUp } from './until-caught-up.ts';

const refusal = rejected({ code: 'clip-not-found', message: 'no such clip' });

test.each([
  [0, 100],
  [2_999, 100],
  [3_000, 1_000],
  [3_599_999, 1_000],
])('a replica that is %i ms behind is waited for: the gateway has vouched for what is missing', (waitedMs, until) => {
  expect(untilCaughtUp(waitedMs, refusal)).toMatchObject({ type: 'waiting', until, withoutEffect: true });
});

test('after an hour it counts as unknown', () => {
  expect(untilCaughtUp(3_600_000, refusal)).toBe(refusal);
});
