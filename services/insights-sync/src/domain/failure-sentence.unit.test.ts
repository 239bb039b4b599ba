import { describe, expect, it } from '@jest/globals';
import { failureSentence } from './failure-sentence.ts';

describe('why a run failed', () => {
  it('is told in Meta’s words where Meta spoke', () => {
    expect(failureSentence({ code: 'graph-permission', message: 'Missing permission' })).toBe('Missing permission');
  });

  it('names what was waited for in vain', () => {
    const error = { code: 'step-deadline-passed', message: 'x', details: { waitingFor: 'throttled by Meta' } };
    expect(failureSentence(error)).toBe('gave up waiting: throttled by Meta');
  });

  it.each([
    null,
    { code: 'internal', message: 'connect postgres://u:secret@host' },
    { code: 'step-threw', message: 'secret' },
    { code: 'step-deadline-passed', message: 'step fetch: secret', details: { waitingFor: null } },
  ])('never shows the message of an unexpected fault: %j', (error) => {
    expect(failureSentence(error)).not.toContain('secret');
  });
});
