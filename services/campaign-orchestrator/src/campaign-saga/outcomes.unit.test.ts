import { expect, test } from '@jest/globals';
import type { ErrorClass, GraphError } from '@mao/graph-api';
import { ambiguous, repeatable, sagaError, withoutEffect } from './outcomes.ts';

const error = (errorClass: ErrorClass, more: Partial<GraphError> = {}): GraphError => ({
  class: errorClass,
  origin: 'meta',
  message: 'Invalid parameter',
  code: 100,
  subcode: 1885183,
  type: 'OAuthException',
  isTransient: false,
  userTitle: null,
  userMessage: 'It must be in public.',
  blameFields: ['daily_budget'],
  fbtraceId: 'trace',
  requestId: null,
  httpStatus: 400,
  ...more,
});

test.each<[ErrorClass, string]>([
  ['RATE_LIMIT', 'waiting'],
  ['AUTH', 'waiting'],
  ['TRANSIENT', 'failed'],
  ['NOT_FOUND', 'failed'],
  ['VALIDATION', 'rejected'],
  ['PERMISSION', 'rejected'],
  ['POLICY', 'rejected'],
  ['BAD_QUERY', 'rejected'],
  ['VERSION', 'rejected'],
])('%s means %s for a call that may be repeated', (errorClass, outcome) => {
  expect(repeatable(error(errorClass)).type).toBe(outcome);
});

test('a throttle waits as long as Meta says', () => {
  expect(repeatable(error('RATE_LIMIT', { retryAfterMs: 1_234 }))).toMatchObject({ until: 1_234 });
  expect(ambiguous(error('RATE_LIMIT', { retryAfterMs: 1_234 }), 1_234)).toMatchObject({
    type: 'unknown',
    retryAfterMs: 1_234,
    waitingFor: 'throttled by Meta',
  });
});

test('an ambiguous create is in doubt and looked for at once', () => {
  const outcome = ambiguous(error('TRANSIENT'), undefined);
  expect(outcome.type).toBe('unknown');
  expect(outcome).not.toHaveProperty('retryAfterMs');
});

test('a create that certainly had no effect needs no look when it waits', () => {
  expect(withoutEffect(error('AUTH'))).toMatchObject({ type: 'waiting', withoutEffect: true });
});

test("the error speaks in Meta's words and keeps what finds the case at Meta", () => {
  expect(sagaError(error('VALIDATION'))).toEqual({
    code: 'VALIDATION',
    message: 'Invalid parameter: It must be in public.',
    details: { code: 100, subcode: 1885183, blame_fields: ['daily_budget'], fbtrace_id: 'trace', retryable: false },
  });
});
