import type { SagaError } from './outcome.ts';
import type { Heading, SagaStatus } from './saga-state.ts';

interface Moment {
  /** Epoch milliseconds of the database's clock. */
  readonly at: number;
}
interface OfStep extends Moment {
  readonly step: string;
}

/** What happened to a saga. Committed together with the state it leads to; handed to `onTransition`. */
export type SagaEvent =
  | (OfStep & { readonly type: 'step-started'; readonly attempt: number; readonly deadlineAt: number })
  /** `adopted`: found by a look, not answered by the call. */
  | (OfStep & { readonly type: 'step-done'; readonly result: unknown; readonly adopted: boolean })
  /** Will be tried again at `retryAt`. */
  | (OfStep & { readonly type: 'step-failed'; readonly error: SagaError; readonly retryAt: number; readonly mayExist: boolean })
  /** Given up: refused, or out of tries. */
  | (OfStep & { readonly type: 'step-rejected'; readonly error: SagaError; readonly mayExist: boolean })
  /** `waitingFor` set: told to wait, which is no try. */
  | (OfStep & {
      readonly type: 'step-in-doubt';
      readonly error: SagaError;
      readonly lookAt: number;
      readonly waitingFor: string | null;
    })
  | (OfStep & { readonly type: 'step-waiting'; readonly reason: string; readonly until: number; readonly mayExist: boolean })
  | (OfStep & { readonly type: 'step-absent'; readonly retryAt: number })
  | (OfStep & { readonly type: 'look-unsettled'; readonly lookAt: number; readonly reason: string | null })
  | (OfStep & { readonly type: 'look-failed'; readonly error: SagaError; readonly lookAt: number })
  | (Moment & { readonly type: 'turned-back'; readonly heading: Exclude<Heading, 'completed'>; readonly error: SagaError })
  | (OfStep & { readonly type: 'compensation-started'; readonly attempt: number })
  | (OfStep & { readonly type: 'compensation-done'; readonly result: unknown })
  | (OfStep & { readonly type: 'compensation-failed'; readonly error: SagaError; readonly retryAt: number })
  | (OfStep & { readonly type: 'compensation-waiting'; readonly reason: string; readonly until: number })
  | (Moment & { readonly type: 'finished'; readonly status: Exclude<SagaStatus, 'running' | 'compensating' | 'needs_attention'> })
  | (OfStep & { readonly type: 'attention-needed'; readonly error: SagaError })
  /** By a person, with fresh tries. `deadlines`: of the steps that are not done. */
  | (Moment & { readonly type: 'resumed'; readonly deadlines: Readonly<Record<string, number>> })
  | (Moment & { readonly type: 'woken' });
