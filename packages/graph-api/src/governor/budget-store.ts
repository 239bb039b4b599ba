import { countPoints, EMPTY_WINDOW, returnTimes, type ScoreWindow, usedPoints } from './score-window.ts';

/** A process's wish for points of one account. */
export interface LeaseRequest {
  /** The account's digits. */
  readonly account: string;
  /** Without this many the lease is worth nothing. */
  readonly least: number;
  /** As many as this are taken when they are free, so that not every call asks. */
  readonly wanted: number;
  /** Points that all processes together may hold. */
  readonly ceiling: number;
  /** How long a leased point counts: its time of use plus Meta's decay. */
  readonly windowMs: number;
  readonly nowMs: number;
}

/** `granted` is 0 or between `least` and `wanted`; `retryAtMs` says when `least` will be free. */
export interface Lease {
  readonly granted: number;
  readonly retryAtMs: number;
}

/**
 * The points of an account, shared by the workers of several processes. A lease is a promise that no other process counts
 * on these points; it is never given back, it runs out. Must be atomic per account. A rejection refuses the call.
 */
export interface BudgetStore {
  lease(request: LeaseRequest): Promise<Lease>;
}

/** What a store decides. Pure: a store in a database runs it on its locked row. */
export function leasePoints(window: ScoreWindow, request: LeaseRequest): { readonly window: ScoreWindow; readonly lease: Lease } {
  const { least, wanted, ceiling, windowMs, nowMs } = request;
  const freeAt = (atMs: number): number => ceiling - usedPoints(window, atMs, windowMs);
  // More than the ceiling ever holds is granted once nothing else counts.
  const enough = Math.min(least, ceiling);
  if (freeAt(nowMs) >= enough) {
    const granted = Math.max(least, Math.floor(Math.min(wanted, freeAt(nowMs))));
    return { window: countPoints(window, granted, nowMs, windowMs), lease: { granted, retryAtMs: nowMs } };
  }
  const retryAtMs = returnTimes(window, nowMs, windowMs).find((atMs) => freeAt(atMs) >= enough) ?? nowMs + windowMs;
  return { window, lease: { granted: 0, retryAtMs } };
}

/** A store for governors of one process, and the model for others. */
export function createMemoryBudgetStore(): BudgetStore {
  const windows = new Map<string, ScoreWindow>();
  return {
    async lease(request) {
      const { window, lease } = leasePoints(windows.get(request.account) ?? EMPTY_WINDOW, request);
      windows.set(request.account, window);
      return lease;
    },
  };
}
