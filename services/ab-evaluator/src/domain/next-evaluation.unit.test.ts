import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextEvaluation } from './next-evaluation.ts';

const DAY_MS = 86_400_000;
const test = (id: string, startMs = 0, horizonDays = 28) => ({ id, startTime: new Date(startMs), horizonDays });

it('is after now, within the interval, and the same whoever asks', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 60_000, max: DAY_MS }),
      (id, nowMs, intervalMs) => {
        const next = nextEvaluation(new Date(nowMs), test(id), intervalMs).getTime();
        expect(next).toBeGreaterThan(nowMs);
        expect(next).toBeLessThanOrEqual(nowMs + intervalMs);
        expect(nextEvaluation(new Date(next - 1), test(id), intervalMs).getTime()).toBe(next);
      },
    ),
  );
});

it('spreads tests over the interval', () => {
  const hours = new Set<number>();
  for (let index = 0; index < 500; index += 1)
    hours.add(Math.floor(nextEvaluation(new Date(100 * DAY_MS), test(`test ${index}`), DAY_MS).getTime() / 3_600_000));
  expect(hours.size).toBe(24);
});

it('is no later than the end of the horizon', () => {
  const now = new Date(10 * DAY_MS);
  const end = now.getTime() + 1;
  expect(nextEvaluation(now, test('a', end - DAY_MS, 1), DAY_MS).getTime()).toBe(end);
});
