import { describe, expect, test } from '@jest/globals';
import { judgeRatio } from './judge-ratio.ts';

const floor = [1_000, 1_000, 1_000, 1_000, 1_000];
const rounds = (rate: number) => ({ ours: floor.map(() => rate), floor });

describe('M36: the speed check', () => {
  test('fails at 79 % of the stored ratio and passes at 80 %', () => {
    expect(judgeRatio(rounds(395), 0.5)).toMatchObject({ isKept: false, share: 0.79 });
    expect(judgeRatio(rounds(400), 0.5)).toMatchObject({ isKept: true, share: 0.8 });
    expect(judgeRatio(rounds(600), 0.5).isKept).toBe(true);
  });

  test('a machine of half the speed changes nothing', () => {
    const half = { ours: floor.map(() => 200), floor: floor.map(() => 500) };
    expect(judgeRatio(half, 0.5)).toEqual(judgeRatio(rounds(400), 0.5));
  });

  test('two disturbed rounds of five do not count, in either direction', () => {
    expect(judgeRatio({ ours: [400, 10, 400, 20, 400], floor }, 0.5).isKept).toBe(true);
    expect(judgeRatio({ ours: [395, 395, 9_000, 395, 9_000], floor }, 0.5).isKept).toBe(false);
  });

  test('nothing measured is nothing kept', () => {
    expect(judgeRatio({ ours: [], floor: [] }, 0.5).isKept).toBe(false);
  });
});
