import { defineSaga, nothingToUndo, type SagaDefinition } from '@mao/saga';
import type { SyncDeps } from './deps.ts';
import { type FetchResult, fetchInsights } from './fetch-insights.ts';

export const SYNC_SAGA = 'insights-sync';

/** How long a run waits for Meta's throttle to end or for a new token before it fails. */
const DEADLINE_MS = 24 * 3_600_000;
const MAX_PAUSE_MS = 60_000;

/** `maxRetries`: tries after the first one. */
interface SyncRetry {
  readonly maxRetries: number;
  readonly baseMs: number;
}

/**
 * One step that reads from Meta and stores what it read. It is `compensatable` although there is nothing to undo: a read
 * that is refused for good then simply ends the saga, where a `retriable` step would wait for a person.
 */
export function syncSaga(retry: SyncRetry): SagaDefinition<object, SyncDeps> {
  return defineSaga<object, SyncDeps, { fetch: FetchResult }>({ type: SYNC_SAGA, version: 1 })
    .compensatable({
      name: 'fetch',
      deadlineMs: DEADLINE_MS,
      retry: { maxAttempts: retry.maxRetries + 1, backoff: { baseMs: retry.baseMs, maxMs: MAX_PAUSE_MS } },
      run: fetchInsights,
      compensate: nothingToUndo,
    })
    .build();
}
