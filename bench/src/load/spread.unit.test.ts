import { expect, test } from '@jest/globals';
import { spreadOf, spreadText } from './spread.ts';

test('the spread of runs is their number, least, median and most, in whatever order they came', () => {
  expect(spreadOf([3, 1, 5, 2, 4])).toEqual({ runs: 5, min: 1, median: 3, max: 5 });
});

test('small figures keep their digits, large ones none', () => {
  expect(spreadText([0.456, 12.345, 1_234.5])).toBe('12.3 (0.46 to 1235)');
});
