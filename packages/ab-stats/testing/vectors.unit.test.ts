import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkVector, readVectors } from './check-vectors.ts';

const vectors = readVectors(readFileSync(new URL('vectors.json', import.meta.url), 'utf8'));

describe('the published vectors', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    expect(checkVector(vector)).toEqual([]);
  });
});

describe('the comparison itself', () => {
  const chi = { id: 'x', fn: 'chiSquare', in: { clicks: [250, 150], impressions: [5000, 5000] }, tol: 1e-9 };

  it.each([
    ['a wrong number', { chi2: 125.5 }],
    ['a missing key', { chi2: 26.0416666667, z: 5.1 }],
    ['a number where null belongs', { p: null }],
    ['a p that did not underflow', { p: 0 }],
  ])('finds %s', (_, out) => {
    expect(checkVector({ ...chi, out })).not.toEqual([]);
  });

  it('reads Infinity, ignores extra keys, and tells what threw', () => {
    const in_ = [
      { roas: null, ctr: 0.1, cpc: 'Infinity' },
      { roas: null, ctr: 0.1, cpc: 1 },
    ];
    expect(checkVector({ id: 'x', fn: 'compositeRatioToBest', in: in_, out: [0.6, 1], tol: 1e-12 })).toEqual([]);
    expect(checkVector({ ...chi, out: { df: 1 } })).toEqual([]);
    expect(checkVector({ ...chi, fn: 'toString', out: 1 })[0]).toContain('no function named toString');
  });

  it('judges an underflowed p by its logarithm', () => {
    const vector = { id: 'x', fn: 'chi2sf', in: [2000, 1], tol: 1e-11 };
    expect(checkVector({ ...vector, out: { p: 0, lnp: -1004.02674196 } })).toEqual([]);
    expect(checkVector({ ...vector, out: { p: 0, lnp: -1004.1 } })).not.toEqual([]);
  });
});
