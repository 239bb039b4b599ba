import { test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from './backoff.ts';

test('a pause lies between half the doubled step and the step, and never above the maximum', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 5_000 }),
      (attempt, random, baseMs) => {
        const maxMs = 60_000;
        const step = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
        const pause = backoffMs({ baseMs, maxMs }, attempt, random);
        return pause >= Math.floor(step / 2) && pause <= Math.ceil(step);
      },
    ),
  );
});
