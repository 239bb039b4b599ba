import { quantile } from './statistics.ts';

export interface LoadOptions {
  /** Callers at a time; each waits for its outcome before it asks again. */
  readonly inFlight: number;
  /** Operations before the measured ones. */
  readonly warmUp: number;
  /** Measured operations. */
  readonly runs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly measured: number;
  readonly windowMs: number;
  readonly failures: number;
  readonly firstFailure: string | null;
}

/**
 * A closed loop. What is measured lies between the end of the last warm-up operation and the end of the last measured one,
 * and the load stays at `inFlight` until then: neither the start nor the end of the load is in the figures.
 */
export async function runLoad(operation: () => Promise<void>, options: LoadOptions): Promise<LoadResult> {
  const { inFlight, warmUp, runs, signal } = options;
  const latenciesMs: number[] = [];
  const failures: string[] = [];
  let finished = 0;
  let windowStart = performance.now();
  let windowEnd = windowStart;

  function note(startedAt: number): void {
    const now = performance.now();
    finished += 1;
    if (finished === warmUp) windowStart = now;
    if (finished <= warmUp || finished > warmUp + runs) return;
    latenciesMs.push(now - startedAt);
    windowEnd = now;
  }

  async function caller(): Promise<void> {
    while (finished < warmUp + runs && !signal?.aborted) {
      const startedAt = performance.now();
      try {
        await operation();
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
      note(startedAt);
    }
  }

  await Promise.all(Array.from({ length: inFlight }, caller));
  signal?.throwIfAborted();
  const windowMs = windowEnd - windowStart;
  return {
    perSecond: (latenciesMs.length / windowMs) * 1_000,
    p50Ms: quantile(latenciesMs, 0.5),
    p95Ms: quantile(latenciesMs, 0.95),
    p99Ms: quantile(latenciesMs, 0.99),
    maxMs: quantile(latenciesMs, 1),
    measured: latenciesMs.length,
    windowMs,
    failures: failures.length,
    firstFailure: failures[0] ?? null,
  };
}
