import { describe, expect, it } from '@jest/globals';
import type { ErrorClass, GraphError } from '@mao/graph-api';
import { afterGraphError } from './outcomes.ts';

const graphError = (change: Partial<GraphError>): GraphError => ({
  class: 'TRANSIENT',
  origin: 'meta',
  message: '(#1) Something',
  code: 1,
  subcode: null,
  type: 'OAuthException',
  isTransient: null,
  userTitle: null,
  userMessage: null,
  blameFields: [],
  fbtraceId: 'trace',
  requestId: null,
  httpStatus: 400,
  ...change,
});

describe('after a read that failed', () => {
  it('a throttle waits as long as Meta says', () => {
    const outcome = afterGraphError(graphError({ class: 'RATE_LIMIT', retryAfterMs: 300_000 }));
    expect(outcome).toMatchObject({ type: 'waiting', until: 300_000 });
  });

  it('LC29: a refused token waits, with at most one call a minute', () => {
    const outcome = afterGraphError(graphError({ class: 'AUTH' }));
    expect(outcome.type === 'waiting' && typeof outcome.until === 'number' && outcome.until >= 60_000).toBe(true);
  });

  it.each<ErrorClass>(['TRANSIENT', 'SHRINK', 'NOT_FOUND'])('%s is tried again', (errorClass) => {
    expect(afterGraphError(graphError({ class: errorClass })).type).toBe('failed');
  });

  it.each<ErrorClass>(['BAD_QUERY', 'PERMISSION', 'POLICY', 'VALIDATION', 'VERSION'])('%s is final', (errorClass) => {
    expect(afterGraphError(graphError({ class: errorClass })).type).toBe('rejected');
  });

  it('our own abort uses up no try', () => {
    expect(afterGraphError(graphError({ origin: 'aborted' })).type).toBe('waiting');
  });

  it('Meta’s words for people come before those for programmers', () => {
    const outcome = afterGraphError(graphError({ class: 'POLICY', userMessage: 'Your account is restricted.' }));
    expect(outcome).toMatchObject({ error: { code: 'graph-policy', message: 'Your account is restricted.' } });
  });
});
