import { describe, expect, it } from '@jest/globals';
import { afterReview, interpretReview } from './ad-review.ts';

const NOW = 1_000_000;
const stateOf = (status: unknown) => interpretReview({ effective_status: status as string }).state;

describe('LC28 review of an ad', () => {
  it.each([
    ['PENDING_REVIEW', 'pending'],
    ['IN_PROCESS', 'pending'],
    ['ACTIVE', 'passed'],
    ['PREAPPROVED', 'passed'],
    ['PAUSED', 'passed'],
    ['ADSET_PAUSED', 'passed'],
    ['CAMPAIGN_PAUSED', 'passed'],
    ['DISAPPROVED', 'disapproved'],
    ['WITH_ISSUES', 'issues'],
    ['PENDING_BILLING_INFO', 'issues'],
    ['DELETED', 'gone'],
    ['ARCHIVED', 'gone'],
    ['UNDER_SOMETHING_NEW', 'unknown'],
    [undefined, 'unknown'],
  ])('%s means %s', (status, state) => {
    expect(stateOf(status)).toBe(state);
  });

  it('keeps an unknown status and the reasons', () => {
    const issues_info = [{ error_code: 1815, error_summary: 'Text', error_message: 'Too loud', level: 'AD' }, 'odd'];
    expect(interpretReview({ effective_status: 'NEW_WORD', issues_info })).toEqual({
      state: 'unknown',
      effectiveStatus: 'NEW_WORD',
      issues: [{ code: 1815, summary: 'Text', message: 'Too loud', level: 'AD' }],
    });
  });

  it('is looked at ever more rarely until its deadline', () => {
    const pending = interpretReview({ effective_status: 'PENDING_REVIEW' });
    const day = 86_400_000;
    expect(afterReview(pending, NOW, NOW, day)).toEqual({ do: 'look', afterMs: 5_000 });
    expect(afterReview(pending, NOW, NOW + 3_600_000, day)).toEqual({ do: 'look', afterMs: 900_000 });
    expect(afterReview(pending, NOW, NOW + day, day)).toEqual({ do: 'overdue' });
    expect(afterReview(interpretReview({ effective_status: 'DISAPPROVED' }), NOW, NOW + day, day)).toEqual({ do: 'end' });
  });
});
