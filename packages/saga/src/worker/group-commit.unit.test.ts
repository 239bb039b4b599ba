import { expect, test } from '@jest/globals';
import { createGroupCommit } from './group-commit.ts';

/** Writes that end when the test says so. */
function slowWriter() {
  const batches: { items: readonly string[]; commit: () => void }[] = [];
  const commits = createGroupCommit<string, string>(async (items) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    batches.push({ items, commit: resolve });
    await promise;
    return items.map((item) => item.toUpperCase());
  });
  return { batches, commits };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('an idle system commits at once; what becomes ready while two commits are under way goes together', async () => {
  const { batches, commits } = slowWriter();
  const first = commits.submit('a');
  await turn();
  const second = commits.submit('b');
  await turn();
  const rest = ['c', 'd', 'e'].map((item) => commits.submit(item));
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([['a'], ['b']]);
  batches[0]?.commit();
  await turn();
  expect(batches[2]?.items).toEqual(['c', 'd', 'e']);
  for (const { commit } of batches) commit();
  expect(await Promise.all([first, second, ...rest])).toEqual(['A', 'B', 'C', 'D', 'E']);
});

test('outcomes of one turn of the event loop share a commit', async () => {
  const { batches, commits } = slowWriter();
  const all = Promise.all(['a', 'b', 'c'].map((item) => commits.submit(item)));
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([['a', 'b', 'c']]);
  batches[0]?.commit();
  await all;
});

test('a batch that fails is tried item by item: only the one at fault fails', async () => {
  const written: string[] = [];
  const commits = createGroupCommit<string, string>(async (items) => {
    if (items.includes('bad')) throw new Error('bad');
    written.push(...items);
    return items;
  });
  const results = await Promise.allSettled(['a', 'bad', 'c'].map((item) => commits.submit(item)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(written).toEqual(['a', 'c']);
});
