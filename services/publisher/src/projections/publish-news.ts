import type { SagaEvent, SagaTransition } from '@mao/saga';
import { VIDEO_PROCESSING } from '../publish-saga/outcomes.ts';
import type { Published, PublishResults } from '../publish-saga/results.ts';
import { failureReason, publicReason } from './public-reason.ts';

/** What one transition says about a publication. */
export type PublishNews =
  | { readonly status: 'processing'; readonly reason: string | null; readonly onlyIfPending: boolean }
  | { readonly status: 'retry'; readonly reason: string; readonly nextRetryAt: Date; readonly isLong: boolean }
  | { readonly status: 'success'; readonly externalId: string; readonly externalUrl: string | null }
  | { readonly status: 'failed'; readonly reason: string; readonly isInDoubt: boolean };

/** A wait as long as this is told each time it begins anew, so that its next look is known; shorter ones once. */
const LONG_WAIT_MS = 60_000;

export const waitingReason = (what: string): string => `Waiting for ${what}.`;

/** The newest word of a transition; undefined when it changes nothing for others. Pure. */
export function publishNews(transition: SagaTransition): PublishNews | undefined {
  if (transition.events.some(({ type }) => type === 'finished' || type === 'attention-needed')) return endNews(transition);
  return transition.events.map(progressOf).findLast((news) => news !== undefined);
}

/** Once it is public it has succeeded, whatever became of the steps after that. */
function endNews({ saga }: SagaTransition): PublishNews {
  const done = <Name extends keyof PublishResults>(name: Name): PublishResults[Name] | undefined =>
    saga.steps.find((step) => step.name === name && step.state === 'done')?.result as PublishResults[Name] | undefined;
  const post: Published | undefined = done('publish');
  if (post) return { status: 'success', externalId: post.externalId, externalUrl: done('permalink')?.url ?? null };
  const isInDoubt = saga.steps.some((step) => step.name === 'publish' && step.mayExist);
  return { status: 'failed', reason: failureReason(saga.error, isInDoubt), isInDoubt };
}

function progressOf(event: SagaEvent): PublishNews | undefined {
  switch (event.type) {
    case 'step-started':
      return processing(null, true); // a step that had to wait starts again at every look
    case 'step-done':
    case 'resumed':
      return processing(null);
    case 'step-waiting':
      return event.reason === VIDEO_PROCESSING
        ? processing(waitingReason(event.reason))
        : retry(waitingReason(event.reason), event.until, event.at);
    case 'step-in-doubt':
      return event.waitingFor === null
        ? processing('Finding out whether the clip was published.')
        : retry(waitingReason(event.waitingFor), event.lookAt, event.at);
    case 'step-failed':
      return retry(publicReason(event.error), event.retryAt, event.at, true);
    case 'step-absent':
      return retry('Instagram has not published the clip yet.', event.retryAt, event.at, true);
    case 'look-unsettled':
      return event.reason === null ? undefined : retry(waitingReason(event.reason), event.lookAt, event.at);
    case 'look-failed':
      return retry(publicReason(event.error), event.lookAt, event.at);
    default:
      return undefined;
  }
}

const processing = (reason: string | null, onlyIfPending = false): PublishNews => ({
  status: 'processing',
  reason,
  onlyIfPending,
});

function retry(reason: string, untilMs: number, atMs: number, isTry = false): PublishNews {
  return { status: 'retry', reason, nextRetryAt: new Date(untilMs), isLong: isTry || untilMs - atMs >= LONG_WAIT_MS };
}
