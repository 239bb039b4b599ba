import { defineSaga } from '../core/definition.ts';
import { done } from '../core/outcome.ts';
import { given as givenSaga, type Happening, ran, type Scenario } from './scenario.ts';

export const retry = { maxAttempts: 3, backoff: { baseMs: 100, maxMs: 1_000 } };
const compensateRetry = { maxAttempts: 2, backoff: { baseMs: 50, maxMs: 1_000 } };
export const never = async (): Promise<never> => Promise.reject(new Error('a scenario calls nothing'));
export const creating = { deadlineMs: 10_000, retry, run: never, reconcile: never, compensate: never, compensateRetry };

/** room and sign can be looked up; paint cannot; opening is the pivot; tell is retriable. */
export const definition = defineSaga<null>({ type: 'shop', version: 1 })
  .compensatable({ ...creating, name: 'room' })
  .compensatable({ ...creating, name: 'sign' })
  .compensatable({ name: 'paint', deadlineMs: 10_000, retry, run: never, compensate: never, compensateRetry })
  .pivot({ name: 'open', deadlineMs: 10_000, retry, run: never, reconcile: never })
  .retriable({ name: 'tell', deadlineMs: 60_000, retry, run: never })
  .build();
export const given = (...history: readonly Happening[]): Scenario => givenSaga(definition, null, ...history);

export const error = { code: 'e', message: 'no' };
export const room = ran('room', done({ id: 'r' }));
export const sign = ran('sign', done({ id: 's' }));
export const paint = ran('paint', done());
export const open = ran('open', done());
export const tell = ran('tell', done());
export const stepOf = (scenario: Scenario, name: string) => scenario.state.steps.find((step) => step.name === name);
