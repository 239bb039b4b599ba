import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgedAt } from './judged-at.ts';

const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

it('is never later than now, and less than a minute earlier', () => {
  fc.assert(
    fc.property(instant, instant, (now, start) => {
      const lag = now.getTime() - judgedAt(now, start).getTime();
      expect(lag).toBeGreaterThanOrEqual(0);
      expect(lag).toBeLessThan(60_000);
    }),
  );
});

it('R17: hours from the start that end exactly now have ended', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 2_000 }), (start, hours) => {
      const end = new Date(start.getTime() + hours * 3_600_000);
      expect(judgedAt(end, start)).toEqual(end);
      expect(judgedAt(new Date(end.getTime() - 1), start).getTime()).toBeLessThan(end.getTime());
    }),
  );
});

it('so have hours that end on a full minute of the clock, such as from a midnight', () => {
  const now = new Date('2026-11-23T00:00:00Z');
  expect(judgedAt(now, new Date('2026-11-01T10:11:12.345Z'))).toEqual(now);
});
