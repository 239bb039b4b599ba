import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { benjaminiHochberg, holm } from './corrections.ts';

const ps = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 12 });

describe.each([
  ['Holm', holm],
  ['Benjamini-Hochberg', benjaminiHochberg],
])('%s', (_, adjust) => {
  it('R9 keeps order and nulls, never lowers a p, never passes 1', () => {
    fc.assert(
      fc.property(ps, (raw) => {
        const adjusted = adjust(raw);
        expect(adjusted.map((p) => p === null)).toEqual(raw.map((p) => p === null));
        const known = raw.flatMap((p, i) => (p === null ? [] : [{ p, q: adjusted[i] ?? 0 }])).sort((a, b) => a.p - b.p);
        expect(known.every(({ p, q }) => q >= p - 1e-15 && q <= 1)).toBe(true);
        expect(known.every(({ q }, i) => q >= (known[i - 1]?.q ?? 0))).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('R9 counts only p-values that are there', () => {
    expect(adjust([0.02, null, 0.5])).toEqual([0.04, null, 0.5]);
    expect(adjust([null])).toEqual([null]);
    expect(adjust([])).toEqual([]);
  });
});
