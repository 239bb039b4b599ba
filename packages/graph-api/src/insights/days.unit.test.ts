import { describe, expect, it } from '@jest/globals';
import { addDays, advanceCursor, dayIn, daysBetween, restatedRange, retainedRange } from './days.ts';

describe('LC20 days of an account', () => {
  it('are days of its time zone', () => {
    const instant = Date.parse('2026-11-23T03:00:00Z');
    expect(dayIn(instant, 'America/Los_Angeles')).toBe('2026-11-22');
    expect(dayIn(instant, 'Asia/Tokyo')).toBe('2026-11-23');
  });

  it('are calendar days, over changes of the clock and leap days', () => {
    expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2026-10-01', '2026-11-01')).toBe(31);
  });

  it('restated are 28 closed days and today, both ends inclusive', () => {
    expect(restatedRange('2026-11-23')).toEqual({ since: '2026-10-26', until: '2026-11-23' });
  });

  it.each([
    ['2026-11-23', '2023-10-24'],
    ['2026-03-31', '2023-03-01'],
    ['2027-01-15', '2023-12-16'],
  ])('on %s the oldest to ask for is %s: 37 months less a day', (today, oldest) => {
    expect(retainedRange({ since: '2000-01-01', until: '2099-01-01' }, today)).toEqual({ since: oldest, until: today });
    expect(retainedRange({ since: oldest, until: oldest }, today)).toEqual({ since: oldest, until: oldest });
    expect(retainedRange({ since: '2000-01-01', until: addDays(oldest, -1) }, today)).toBeNull();
  });

  it('the cursor moves over days without a hole only', () => {
    expect(advanceCursor('2026-11-01', new Set(['2026-11-02', '2026-11-03', '2026-11-05']))).toBe('2026-11-03');
    expect(advanceCursor('2026-11-01', new Set(['2026-11-03']))).toBe('2026-11-01');
  });
});
