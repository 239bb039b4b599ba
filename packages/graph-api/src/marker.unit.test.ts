import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { markedName, marker, markerIn, markerSuffix, sagaLabel } from './marker.ts';

describe('marker', () => {
  it('is the first 16 characters of base32(HMAC-SHA256(secret, saga|step)) in lower case', () => {
    const digest = createHmac('sha256', 'secret').update('saga-1|campaign').digest();
    // An independent base32: the digest as one big number, five bits at a time from the top.
    const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
    const top80 = BigInt(`0x${digest.subarray(0, 10).toString('hex')}`);
    const expected = Array.from({ length: 16 }, (_, i) => alphabet[Number((top80 >> BigInt(75 - 5 * i)) & 31n)]).join('');
    expect(marker('secret', 'saga-1', 'campaign')).toBe(expected);
  });

  it('differs by secret, saga and step, and is the same for the same', () => {
    const keys = [
      marker('s', 'a', 'campaign'),
      marker('s', 'a', 'ad_set'),
      marker('s', 'b', 'campaign'),
      marker('t', 'a', 'campaign'),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(marker('s', 'a', 'campaign')).toBe(keys[0]);
    expect(sagaLabel('s', 'a')).toMatch(/^xo:[a-z2-7]{16}$/);
  });

  it('survives in any name and never makes it longer than the limit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 500 }),
        fc.constantFrom(100, 400),
        fc.string(),
        (name, limit, saga) => {
          const key = marker('secret', saga, 'campaign');
          const marked = markedName(name, key, limit);
          expect(marked.length).toBeLessThanOrEqual(limit);
          expect(markerIn(marked)).toBe(key);
          expect(marked.endsWith(markerSuffix(key))).toBe(true);
        },
      ),
    );
  });

  it('cuts between characters, never through one', () => {
    const key = marker('secret', 'saga', 'creative_1');
    const family = '👨‍👩‍👧‍👦';
    const marked = markedName(family.repeat(20), key, 100);
    expect(marked.slice(0, -markerSuffix(key).length)).toBe(family.repeat(7));
  });

  it('is not seen in names that only look like ours', () => {
    expect(markerIn('Sale [xo:short]')).toBeNull();
    expect(markerIn('Sale [xo:abcdefghijklmnop] copy')).toBeNull();
    expect(markerIn('Sale')).toBeNull();
  });
});
