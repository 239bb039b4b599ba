import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitMs } from './prefer.ts';

describe('Prefer', () => {
  it.each([
    [undefined, 30_000],
    ['', 30_000],
    ['respond-async', 0],
    ['Respond-Async', 0],
    ['wait=0', 0],
    ['wait=5', 5_000],
    ['wait = 5', 5_000],
    ['wait="5"', 5_000],
    ['wait=60', 60_000],
    ['wait=61', 60_000],
    ['wait=99999999999999999999', 60_000],
    ['respond-async, wait=10', 10_000], // RFC 7240, section 4.3
    ['wait=7, wait=9', 7_000], // the first one counts: RFC 7240, section 2
    ['return=minimal; foo="bar", wait=3; x=y', 3_000],
    ['wait=-1', 30_000],
    ['wait=1.5', 30_000],
    ['wait="5', 30_000],
    ['waiting=5', 30_000],
  ])('%j waits %i ms', (prefer, expected) => {
    expect(waitMs(prefer)).toBe(expected);
  });

  it('is between nothing and a minute, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = waitMs(text);
        expect(ms >= 0 && ms <= 60_000).toBe(true);
      }),
    );
  });
});
