import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { syncWindow } from './window.ts';

const windowAt = (now: string, timezone: string) => syncWindow(new Date(now), timezone);

describe('LC20: the window of a sync', () => {
  it('is the last 28 closed days and today', () => {
    expect(windowAt('2026-11-23T12:00:00Z', 'UTC')).toEqual({ since: '2026-10-26', until: '2026-11-23' });
  });

  it.each([
    ['Pacific/Kiritimati', '2026-11-24'],
    ['Asia/Tokyo', '2026-11-24'],
    ['Europe/Berlin', '2026-11-23'],
    ['America/Los_Angeles', '2026-11-23'],
    ['Pacific/Pago_Pago', '2026-11-23'],
  ])('ends today as %s has it', (timezone, today) => {
    expect(windowAt('2026-11-23T15:30:00Z', timezone).until).toBe(today);
  });

  it('changes at the account’s midnight, not at ours', () => {
    expect(windowAt('2026-11-23T07:59:59Z', 'America/Los_Angeles').until).toBe('2026-11-22');
    expect(windowAt('2026-11-23T08:00:00Z', 'America/Los_Angeles').until).toBe('2026-11-23');
  });

  it.each([
    ['spring forward', '2026-03-29T12:00:00Z', { since: '2026-03-01', until: '2026-03-29' }],
    ['fall back', '2026-10-25T12:00:00Z', { since: '2026-09-27', until: '2026-10-25' }],
    ['first hour after fall back', '2026-10-25T00:30:00Z', { since: '2026-09-27', until: '2026-10-25' }],
  ])('counts a day of 23 or 25 hours as one day: %s', (_name, now, window) => {
    expect(windowAt(now, 'Europe/Berlin')).toEqual(window);
  });

  it('crosses a leap day', () => {
    expect(windowAt('2028-03-10T12:00:00Z', 'UTC').since).toBe('2028-02-11');
  });

  it('always spans 28 days between its ends', () => {
    const zones = fc.constantFrom('UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, zones, (now, timezone) => {
        const { since, until } = syncWindow(now, timezone);
        expect((Date.parse(until) - Date.parse(since)) / 86_400_000).toBe(28);
      }),
    );
  });

  it('refuses what is no time zone', () => {
    expect(() => windowAt('2026-11-23T12:00:00Z', 'Mars/Olympus')).toThrow(RangeError);
  });
});
