import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextDue } from './next-due.ts';

const HOUR_MS = 3_600_000;
const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

describe('the schedule', () => {
  it('gives a time after now and within one interval', () => {
    fc.assert(
      fc.property(instants, fc.uuid(), fc.integer({ min: 60_000, max: 24 * HOUR_MS }), (now, account, intervalMs) => {
        const waitMs = nextDue(now, account, intervalMs).getTime() - now.getTime();
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(intervalMs);
      }),
    );
  });

  it('keeps an account at its place: due times are one interval apart, however late the last one ran', () => {
    fc.assert(
      fc.property(instants, fc.uuid(), fc.integer({ min: 0, max: HOUR_MS - 1 }), (now, account, lateMs) => {
        const due = nextDue(now, account, HOUR_MS);
        const following = nextDue(new Date(due.getTime() + lateMs), account, HOUR_MS);
        expect(following.getTime() - due.getTime()).toBe(HOUR_MS);
      }),
    );
  });

  it('spreads accounts over the interval', () => {
    const now = new Date('2026-11-23T12:00:00Z');
    const minutes = Array.from({ length: 600 }, (_, index) =>
      Math.floor(
        (nextDue(now, `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`, HOUR_MS).getTime() % HOUR_MS) / 60_000,
      ),
    );
    const busiest = Math.max(...[...Map.groupBy(minutes, (minute) => minute).values()].map((group) => group.length));
    expect(busiest).toBeLessThan(40);
  });
});
