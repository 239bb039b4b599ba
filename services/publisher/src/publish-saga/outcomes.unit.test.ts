import { describe, expect, it } from '@jest/globals';
import type { GraphError } from '@mao/graph-api';
import { ambiguous, LIMIT_REACHED, repeatable, sagaError } from './outcomes.ts';

const LIMIT_POLL_MS = 900_000;

function graphError(change: Partial<GraphError>): GraphError {
  return {
    class: 'VALIDATION',
    origin: 'meta',
    message: '(#9004) refused',
    code: 9004,
    subcode: null,
    type: null,
    isTransient: null,
    userTitle: null,
    userMessage: null,
    blameFields: [],
    fbtraceId: null,
    requestId: null,
    httpStatus: 400,
    ...change,
  };
}

describe('what an answer of Meta means', () => {
  it.each<[string, Partial<GraphError>, number]>([
    ['a throttle, for as long as Meta says', { class: 'RATE_LIMIT', retryAfterMs: 5_000 }, 5_000],
    ['a throttle that names no time, for a minute', { class: 'RATE_LIMIT' }, 60_000],
    ['a rejected token', { class: 'AUTH' }, 10_000],
    ['a full publishing limit', { code: 9007, subcode: 2207042 }, LIMIT_POLL_MS],
    ['our own abort, without a try', { class: 'TRANSIENT', origin: 'aborted' }, 0],
  ])('%s is waited for', (_, change, until) => {
    expect(repeatable(graphError(change), LIMIT_POLL_MS)).toMatchObject({ type: 'waiting', until, withoutEffect: true });
  });

  it('names the limit as what is waited for', () => {
    const outcome = repeatable(graphError({ code: 9007, subcode: 2207042 }), LIMIT_POLL_MS);
    expect(outcome).toMatchObject({ reason: LIMIT_REACHED });
  });

  it.each(['TRANSIENT', 'NOT_FOUND'] as const)('%s is tried again', (kind) => {
    expect(repeatable(graphError({ class: kind }), LIMIT_POLL_MS).type).toBe('failed');
  });

  it.each(['VALIDATION', 'PERMISSION', 'POLICY', 'BAD_QUERY', 'VERSION', 'SHRINK'] as const)('%s is definite', (kind) => {
    expect(repeatable(graphError({ class: kind }), LIMIT_POLL_MS).type).toBe('rejected');
  });

  it('leaves a publish without a clear answer in doubt, after a throttle too', () => {
    expect(ambiguous(graphError({ class: 'TRANSIENT' }), undefined)).toMatchObject({ type: 'unknown' });
    expect(ambiguous(graphError({ class: 'RATE_LIMIT' }), 7_000)).toMatchObject({ type: 'unknown', retryAfterMs: 7_000 });
  });

  it('keeps the words Meta means for people', () => {
    const error = sagaError(graphError({ userMessage: 'The video is too long.' }));
    expect(error.message).toBe('(#9004) refused: The video is too long.');
  });
});
