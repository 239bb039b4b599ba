import { describe, expect, it } from '@jest/globals';
import { refusal } from '../publish-saga/outcomes.ts';
import { failureReason, publicReason } from './public-reason.ts';

describe('the reason that others read', () => {
  it('is what Meta or we said to callers', () => {
    expect(publicReason(refusal('x', 'The clip was withdrawn.'))).toBe('The clip was withdrawn.');
  });

  it.each([
    null,
    { code: 'step-threw', message: 'password=1', details: { threw: true } },
    { code: 'interrupted', message: 'lost' },
  ])('is never the message of an error inside: %j', (error) => {
    expect(publicReason(error)).toMatch(/^Something went wrong on our side/);
  });

  it('names what was waited for when time ran out', () => {
    const details = { waitingFor: 'a new access token', lastError: null };
    expect(publicReason({ code: 'step-deadline-passed', message: 'internal', details })).toBe(
      'Gave up waiting for a new access token.',
    );
  });

  it('shows the last error of a time that ran out only as far as it is public', () => {
    const lastError = { code: 'step-threw', message: 'password=1', details: { threw: true } };
    expect(publicReason({ code: 'step-deadline-passed', message: 'password=1', details: { lastError } })).not.toMatch(/password/);
  });

  it('warns of a second post when the first is in doubt', () => {
    expect(failureReason(null, true)).toMatch(/look at the account/);
  });
});
