import { expect, test } from '@jest/globals';
import { createKernel } from './kernel.ts';
import { actAs, createParty } from './party.ts';
import { installVirtualTime } from './virtual-time.ts';

// Installed once in this file's own world: the test runner keeps its timers.
const kernel = createKernel(3);
let isActive = false;
installVirtualTime(() => (isActive ? kernel : undefined));
const party = createParty('p', (error) => {
  throw error;
});

async function live(act: () => void, isOver: () => boolean): Promise<void> {
  isActive = true;
  try {
    actAs(party, act);
    await kernel.run(isOver);
  } finally {
    isActive = false;
  }
}

test('timers, sleeps and clocks follow the kernel', async () => {
  const log: number[] = [];
  const startedAt = kernel.nowMs();
  const note = (): void => void log.push(Date.now() - Math.floor(startedAt));
  await live(
    () => {
      setTimeout(note, 60_000);
      const stopped = setTimeout(() => log.push(-1), 10);
      clearTimeout(stopped);
      const timer = setInterval(() => {
        note();
        if (log.length === 2) clearInterval(timer);
      }, 1_000);
    },
    () => log.length === 3,
  );
  expect(log).toEqual([1_000, 2_000, 60_000]);
});

test('a clock that is off is off for its party alone, and only on the wall', async () => {
  const seen: number[] = [];
  party.clockOffsetMs = 30_000;
  await live(
    () => void setTimeout(() => seen.push(Date.now() - Math.floor(kernel.nowMs()), performance.now() - kernel.nowMs()), 5),
    () => seen.length === 2,
  );
  expect(seen).toEqual([30_000, 0]);
});

test('while no world is active time is real', () => {
  const sinceStartMs = Date.now() - performance.timeOrigin;
  expect(sinceStartMs).toBeGreaterThan(0);
  expect(sinceStartMs).toBeLessThan(3_600_000);
});
