import { defineSaga } from '../../core/definition.ts';

const retry = { maxAttempts: 3, backoff: { baseMs: 50, maxMs: 200 } };
const compensateRetry = { maxAttempts: 4, backoff: { baseMs: 50, maxMs: 200 } };
const never = async (): Promise<never> => Promise.reject(new Error('the model makes its own calls'));
const creating = { deadlineMs: 5_000, retry, run: never, reconcile: never, compensate: never, compensateRetry };

/** Three creates, one of them an idempotent write that nobody can look up; a pivot; something that must follow. */
export const modelPlan = defineSaga<null>({ type: 'model', version: 1 })
  .compensatable({ ...creating, name: 'first' })
  .compensatable({ ...creating, name: 'second' })
  .compensatable({ name: 'blind', deadlineMs: 5_000, retry, run: never, compensate: never, compensateRetry })
  .pivot({ name: 'pivot', deadlineMs: 5_000, retry, run: never, reconcile: never })
  .retriable({ name: 'after', deadlineMs: 20_000, retry, run: never })
  .build()
  .plan(null);
