import { defineSaga, type RetryPolicy, type SagaDefinition } from '@mao/saga';
import { containerStep, newContainerStep } from './container-step.ts';
import type { PublishDeps } from './deps.ts';
import type { PublishInput } from './input.ts';
import { limitStep } from './limit-step.ts';
import { permalinkStep } from './permalink-step.ts';
import { publishStep } from './publish-step.ts';
import { newReadyStep, readyStep } from './ready-step.ts';
import type { PublishResults } from './results.ts';

export const PUBLISH_SAGA = 'publish-reel';

const MAX_BACKOFF_MS = 60_000;

/**
 * Limit → container → ready → (once more, if the container expired) → publish → permalink. Nothing before the pivot needs
 * undoing: a container that is not published expires by itself.
 */
export function publishSaga(policy: Pick<PublishDeps, 'maxAttempts' | 'retryBaseMs'>): SagaDefinition<PublishInput, PublishDeps> {
  const retry: RetryPolicy = {
    maxAttempts: policy.maxAttempts,
    backoff: { baseMs: policy.retryBaseMs, maxMs: MAX_BACKOFF_MS },
  };
  return defineSaga<PublishInput, PublishDeps, PublishResults>({ type: PUBLISH_SAGA, version: 1 })
    .compensatable({ ...limitStep, retry })
    .compensatable({ ...containerStep, retry })
    .compensatable({ ...readyStep, retry })
    .compensatable({ ...newContainerStep, retry })
    .compensatable({ ...newReadyStep, retry })
    .pivot({ ...publishStep, retry })
    .retriable({ ...permalinkStep(policy), retry })
    .build();
}
