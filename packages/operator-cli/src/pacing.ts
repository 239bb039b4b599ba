import { setTimeout as delay } from 'node:timers/promises';

/** Monotonic milliseconds, and a way to let them pass. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

export const realClock: Clock = { now: () => performance.now(), sleep: (ms) => delay(ms) };

/**
 * How long to wait before the next of several writes. They are spread evenly: a pause between two, none before the first,
 * and none made up for after one that took long. Pure.
 * @param lastAt when the last one began; undefined before the first
 */
export function pauseMs(ratePerSecond: number, lastAt: number | undefined, now: number): number {
  return lastAt === undefined ? 0 : Math.max(0, lastAt + 1_000 / ratePerSecond - now);
}

/** Does the work for each item in order, at most so many a second. */
export async function paced<T>(
  items: readonly T[],
  ratePerSecond: number,
  clock: Clock,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let lastAt: number | undefined;
  for (const item of items) {
    const pause = pauseMs(ratePerSecond, lastAt, clock.now());
    if (pause > 0) await clock.sleep(pause);
    lastAt = clock.now();
    await work(item);
  }
}
