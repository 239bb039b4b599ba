import { expect, test } from '@jest/globals';
import { SHARD_COUNT, shardOf } from './shard.ts';

test('keys spread evenly over all shards', () => {
  const counts = new Array<number>(SHARD_COUNT).fill(0);
  for (let key = 0; key < 16_000; key += 1) {
    const shard = shardOf('orders', `018f-${key}`);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(700);
  expect(Math.max(...counts)).toBeLessThan(1_300);
});

test('a shard never changes: rows written by an older process stay in their line', () => {
  expect(['a', 'b', 'ä', ''].map((key) => shardOf('orders', key))).toEqual([9, 0, 2, 2]);
});
