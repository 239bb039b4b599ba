import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countDeath, restartDelayMs } from './backoff.ts';

test('each death in a row doubles the wait, up to ten seconds', () => {
  expect([1, 2, 3, 4].map(restartDelayMs)).toEqual([250, 500, 1000, 2000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (deaths) => {
      expect(restartDelayMs(deaths)).toBeLessThanOrEqual(restartDelayMs(deaths + 1));
      expect(restartDelayMs(deaths)).toBeLessThanOrEqual(10_000);
    }),
  );
});

test('a process that had recovered dies for the first time again', () => {
  expect(countDeath(5, 29_999)).toBe(6);
  expect(countDeath(5, 30_000)).toBe(1);
});
