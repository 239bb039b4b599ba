import type { RetryPolicy } from '@mao/saga';
import type { CampaignDeps } from './deps.ts';

/** However long the back-off grows, a try comes at least this often. */
const MAX_BACKOFF_MS = 60_000;
/** What stays at Meta may cost money: undoing is tried more often than doing. */
const UNDO_FACTOR = 2;

/** The tries of a step and of its compensation, from MAX_RETRIES and RETRY_DELAY_SECONDS. */
export function retryPolicies(deps: Pick<CampaignDeps, 'maxAttempts' | 'retryBaseMs'>): {
  retry: RetryPolicy;
  compensateRetry: RetryPolicy;
} {
  const backoff = { baseMs: deps.retryBaseMs, maxMs: MAX_BACKOFF_MS };
  return {
    retry: { maxAttempts: deps.maxAttempts, backoff },
    compensateRetry: { maxAttempts: deps.maxAttempts * UNDO_FACTOR, backoff },
  };
}
