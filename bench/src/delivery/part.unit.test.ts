import { expect, test } from '@jest/globals';
import { inRounds, nonZero, scaled } from './part.ts';

test('a share scales what a requirement states, but never below what can be measured, nor above the full size', () => {
  expect([scaled(20_000, 0.05, 500), scaled(20_000, 0.001, 500), scaled(300, 1, 20), scaled(10, 0.5, 20)]).toEqual([
    1_000, 500, 300, 10,
  ]);
});

test('every count that is not zero is a miss', () => {
  expect(nonZero({ lost: 0, gaps: 2, inversions: 0 })).toEqual(['gaps: 2 instead of 0']);
});

test('rounds run one after the other', async () => {
  const log: string[] = [];
  const results = await inRounds(3, async (round) => {
    log.push(`begin ${round}`);
    await Promise.resolve();
    log.push(`end ${round}`);
    return round;
  });
  expect(results).toEqual([1, 2, 3]);
  expect(log.slice(0, 4)).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
});
