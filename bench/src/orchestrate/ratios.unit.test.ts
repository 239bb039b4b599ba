import { expect, test } from '@jest/globals';
import { physicalLimit, ratiosOf } from './ratios.ts';
import type { Round } from './results.ts';

const round = (subject: Round['subject'], perSecond: number, p50Ms: number): Round => ({
  round: 1,
  subject,
  result: { perSecond, p50Ms, p95Ms: 0, p99Ms: 0, maxMs: 0, measured: 1, windowMs: 1, failures: 0, firstFailure: null },
});
const load = (inFlight: number, delayMs: number) => ({ name: '', inFlight, delayMs, runs: 1 });

test('the physical limit is callers over the time their Graph calls take at least', () => {
  expect(physicalLimit(64, 6, 50)).toBeCloseTo(213.33, 2);
  expect(physicalLimit(64, 6, 0)).toBe(Number.POSITIVE_INFINITY);
});

test('each load is judged by the ratio that was promised for it', () => {
  const rounds = [round('ours', 192, 130), round('floor', 210, 100), round('dbos', 100, 110)];
  expect(ratiosOf({ load: load(64, 50), rounds }, 6)).toMatchObject([{ reached: expect.closeTo(0.9), isReached: true }]);
  expect(ratiosOf({ load: load(64, 0), rounds }, 6)).toMatchObject([{ reached: 1.92, isReached: false }]);
  expect(ratiosOf({ load: load(1, 50), rounds }, 6)).toMatchObject([{ reached: 30, isReached: true }]);
});
