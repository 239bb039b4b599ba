import { expect, test } from '@jest/globals';
import { createOffsetCommitter } from './offset-committer.ts';

test('offsets that were overtaken while a commit was in flight are never sent; the newest always is', async () => {
  const sent: bigint[] = [];
  let finishFirst: (() => void) | undefined;
  const committer = createOffsetCommitter(async (offset) => {
    sent.push(offset);
    if (sent.length === 1) await new Promise<void>((resolve) => (finishFirst = resolve));
  });
  for (const offset of [1n, 2n, 3n, 4n]) committer.commit(offset);
  finishFirst?.();
  await committer.settled();
  expect(sent).toEqual([1n, 4n]);
});

test('a commit that fails is reported, so that the client can join its group again', async () => {
  const committer = createOffsetCommitter(async () => {
    throw new Error('rebalance in progress');
  });
  committer.commit(1n);
  await committer.settled();
  expect(() => committer.throwFailure()).toThrow('rebalance in progress');
  expect(() => committer.throwFailure()).not.toThrow();
});
