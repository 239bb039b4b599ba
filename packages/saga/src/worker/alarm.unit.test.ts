import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createAlarm } from './alarm.ts';

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

async function sleptFor(sleep: Promise<void>): Promise<number> {
  const from = performance.now();
  let isAwake = false;
  const awake = sleep.then(() => {
    isAwake = true;
  });
  await Promise.resolve();
  while (!isAwake) await jest.advanceTimersByTimeAsync(10);
  await awake;
  return performance.now() - from;
}

test('sleeps its time, unless it is rung', async () => {
  const alarm = createAlarm();
  expect(await sleptFor(alarm.sleep(100))).toBe(100);
  const sleeping = alarm.sleep(100);
  alarm.ring();
  await sleeping;
  expect(performance.now()).toBe(100);
});

test('a ring before the sleep is not lost, and rings once', async () => {
  const alarm = createAlarm();
  alarm.ring();
  await alarm.sleep(100);
  expect(performance.now()).toBe(0);
  expect(await sleptFor(alarm.sleep(50))).toBe(50);
});

test('a nearer end shortens the sleep, before it and during it; a farther one does not', async () => {
  const alarm = createAlarm();
  alarm.ringIn(30);
  expect(await sleptFor(alarm.sleep(100))).toBe(30);
  const sleeping = alarm.sleep(100);
  alarm.ringIn(500);
  alarm.ringIn(20);
  expect(await sleptFor(sleeping)).toBe(20);
});
