import { expect, test } from '@jest/globals';
import { type Clock, paced, pauseMs } from './pacing.ts';

/** Time passes only in sleep and in the work itself. */
function handClock(): Clock & { pass(ms: number): void } {
  let now = 1_000;
  return {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
    pass(ms) {
      now += ms;
    },
  };
}

test('writes are spread evenly: none waits before the first, all wait between two', async () => {
  const clock = handClock();
  const starts: number[] = [];
  await paced([1, 2, 3, 4], 5, clock, async () => {
    starts.push(clock.now());
  });
  expect(starts).toEqual([1_000, 1_200, 1_400, 1_600]);
});

test('a slow write is not made up for by a burst', async () => {
  const clock = handClock();
  const starts: number[] = [];
  await paced([700, 0, 0], 2, clock, async (ms) => {
    starts.push(clock.now());
    clock.pass(ms);
  });
  expect(starts).toEqual([1_000, 1_700, 2_200]);
});

test('a write that fails ends it', async () => {
  const done: number[] = [];
  const work = async (item: number) => {
    if (item === 2) throw new Error('the database is away');
    done.push(item);
  };
  await expect(paced([1, 2, 3], 1_000, handClock(), work)).rejects.toThrow('away');
  expect(done).toEqual([1]);
});

test('rates below one a second are honoured', () => {
  expect(pauseMs(0.5, 0, 500)).toBe(1_500);
  expect(pauseMs(0.5, undefined, 500)).toBe(0);
});
