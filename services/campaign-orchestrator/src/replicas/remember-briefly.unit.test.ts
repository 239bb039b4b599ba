import { expect, test } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import { rememberBriefly } from './remember-briefly.ts';

test('asks once for all who ask together, and again a moment later', async () => {
  let loads = 0;
  const get = rememberBriefly(20, async (key) => `${key}${++loads}`);
  expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual(['a1', 'a1', 'b2']);
  expect(await waitFor('a new look-up', async () => ((await get('a')) === 'a1' ? undefined : get('a')))).toBe('a3');
});

test('a failed look-up is not remembered', async () => {
  let isAway = true;
  const get = rememberBriefly(60_000, async () => {
    if (isAway) throw new Error('away');
    return 'back';
  });
  await expect(get('a')).rejects.toThrow('away');
  isAway = false;
  expect(await get('a')).toBe('back');
});
