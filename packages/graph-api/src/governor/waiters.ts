import type { Lane } from './lanes.ts';

/** One caller that was told to come back. */
export interface Waiter {
  readonly caller: string;
  readonly lane: Lane;
  readonly points: number;
  readonly dueMs: number;
}

/** Earliest first. A caller that does not come back in time loses its place. */
export type Queue = readonly Waiter[];

// Longer than a worker needs to pick up a wait that has ended; shorter than anyone behind would mind.
const GRACE_MS = 10_000;

export const waiting = (queue: Queue, nowMs: number): Queue => queue.filter(({ dueMs }) => dueMs + GRACE_MS > nowMs);

/** Those who came before the caller: everyone, when it has no place yet. */
export function aheadOf(queue: Queue, caller: string | null): Queue {
  const place = queue.findIndex((waiter) => waiter.caller === caller);
  return place === -1 ? queue : queue.slice(0, place);
}

/** Gives the caller a place at the end, or keeps its place with a new time. Nobody without a name can hold a place. */
export function enqueue(queue: Queue, waiter: Omit<Waiter, 'caller'> & { readonly caller: string | null }): Queue {
  const { caller } = waiter;
  if (caller === null) return queue;
  const placed = { ...waiter, caller };
  const isKnown = queue.some((one) => one.caller === caller);
  return isKnown ? queue.map((one) => (one.caller === caller ? placed : one)) : [...queue, placed];
}

export const leave = (queue: Queue, caller: string | null): Queue => queue.filter((waiter) => waiter.caller !== caller);
