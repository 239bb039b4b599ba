import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isNestedTooDeep, unstorableText } from './json-limits.ts';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('limits of JSON', () => {
  it('depth 32 is read, 33 is not, and 30,000 does not end the call stack', () => {
    expect([32, 33, 30_000].map((depth) => isNestedTooDeep(nested(depth)))).toEqual([false, true, true]);
  });

  it('points at every text PostgreSQL cannot store', () => {
    const found = unstorableText({ a: ['ok', 'x\u0000'], 'b/c': { d: '\ud800' }, e: { 'f\udc00': 1 }, g: '😀' });
    expect(found.map(({ pointer }) => pointer)).toEqual(['/a/1', '/b~1c/d', '/e']);
  });

  it('lets all well-formed text pass', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        expect(unstorableText(JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')))).toEqual([]);
      }),
    );
  });
});
