import { expect, test } from '@jest/globals';
import { perSlice, waitsForFirst } from './timeline.ts';

test('rates are per second and by slice; what lies outside the span counts nowhere', () => {
  const at = [900, 1_000, 1_100, 1_999, 2_000, 4_999, 5_000];
  expect(perSlice(at, { startedAtMs: 1_000, endedAtMs: 5_000, slices: 2 })).toEqual([2, 0.5]);
});

test('the wait after a moment is until the next event, if there is one', () => {
  expect(waitsForFirst([10, 20, 30], [5, 20, 21, 31])).toEqual([5, 0, 9]);
});
