export interface BackoffPolicy {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * Exponential back-off with full jitter: anywhere between half the step and the step itself, so that
 * many failing callers spread out and none comes back at once.
 * @param attempt 1 for the first retry
 * @param random a number in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: number): number {
  const step = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(step / 2 + (step / 2) * random);
}
