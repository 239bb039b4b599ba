import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestHash } from './request-hash.ts';

/** The same JSON value with the fields of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
}

/** As it is after a journey: -0 becomes 0, and so on. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe('request hash', () => {
  it('does not depend on the order of fields or on how the text was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const body = sent(value);
        expect(requestHash(reordered(body))).toBe(requestHash(body));
        expect(requestHash(JSON.parse(JSON.stringify(body, null, 2)))).toBe(requestHash(body));
      }),
    );
  });

  it('differs for different JSON values', () => {
    const sorted = (value: unknown): string =>
      JSON.stringify(value, (_key, inner) => (isObject(inner) ? sortedFields(inner) : inner));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = sorted(sent(one)) === sorted(sent(other));
        expect(requestHash(sent(one)) === requestHash(sent(other))).toBe(same);
      }),
    );
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[[1], 2], [[1, 2]]],
    [{ a: { b: 1 } }, { 'a.b': 1 }],
    ['', null],
  ])('tells %j from %j', (one, other) => {
    expect(requestHash(one)).not.toBe(requestHash(other));
  });

  it('takes no body and null for the same', () => {
    expect(requestHash(undefined)).toBe(requestHash(null));
  });
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Wrapped, so that an empty object is not an empty list. */
const sortedFields = (value: Record<string, unknown>): unknown => ({
  fields: Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
});
