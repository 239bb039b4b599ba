import type { RetryPolicy } from './step.ts';

/** Used by a step that names no policy: MAX_RETRIES and RETRY_DELAY_SECONDS of the system's design. */
export const DEFAULT_RETRY: RetryPolicy = { maxAttempts: 3, backoff: { baseMs: 2_000, maxMs: 60_000 } };

/** More patient than a step: what a compensation leaves behind costs money. */
export const DEFAULT_COMPENSATE_RETRY: RetryPolicy = { maxAttempts: 10, backoff: { baseMs: 1_000, maxMs: 60_000 } };

/** Looks that answer "not settled" this often, past the deadline or while undoing, go to a person instead. */
export const MAX_UNSETTLED_LOOKS = 100;

/** A step that waits for no time at all would spin through commits. */
export const MIN_WAIT_MS = 10;
