import { expect, test } from '@jest/globals';
import { countRebalances } from './rebalance-count.ts';

test('each new assignment counts once; an empty group and one that is still sharing out count nothing', async () => {
  const answers = ['', 'a', 'a', undefined, 'a\nb', undefined, 'a', ''];
  const done = new AbortController();
  const assignment = async () => {
    if (answers.length === 1) done.abort();
    return answers.shift();
  };
  expect(await countRebalances({ assignment }, 'g', done.signal)).toBe(3);
});
