import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeObject, type MarkedAtMeta, type MarkerOwner } from './judge-objects.ts';

const NOW = { nowMs: 1_000_000, minAgeMs: 1_000 };
const object: MarkedAtMeta = { level: 'campaign', id: '10', name: 'x [xo:k]', marker: 'k', status: 'PAUSED', createdAtMs: 0 };
const owner: MarkerOwner = {
  campaignId: 'c',
  step: 'campaign',
  isUnderWay: false,
  isBuilt: false,
  metaId: null,
  isRemoved: false,
  isShared: false,
};

describe('an object with our marker', () => {
  test.each<[string, Partial<MarkedAtMeta>, Partial<MarkerOwner> | undefined, string]>([
    ['that its row knows', {}, { metaId: '10', isBuilt: true }, 'known'],
    ['of a saga that has not ended', {}, { isUnderWay: true }, 'under_way'],
    ['made a moment ago', { createdAtMs: 999_500 }, {}, 'young'],
    ['of a marker nobody knows', {}, undefined, 'ask'],
    ['of a built campaign whose row lacks its id', {}, { isBuilt: true }, 'adopt'],
    ['that is the second one of a built campaign', {}, { isBuilt: true, metaId: '9' }, 'remove'],
    ['of a campaign that was not built', {}, {}, 'remove'],
    ['that our row says is removed, but is there', {}, { metaId: '10', isRemoved: true }, 'remove'],
    ['left over and running', { status: 'ACTIVE' }, {}, 'ask'],
    ['left over, a creative (they have no PAUSED)', { level: 'creative', status: 'ACTIVE' }, {}, 'remove'],
    ['a creative that another campaign uses', { level: 'creative' }, { isShared: true }, 'shared'],
  ])('%s', (_name, change, known, verdict) => {
    expect(judgeObject({ ...object, ...change }, known && { ...owner, ...known }, NOW).verdict).toBe(verdict);
  });

  test('is never removed while it runs, while its saga runs, or when nothing proves that it is ours', () => {
    const anyObject = fc.record({
      level: fc.constantFrom('campaign', 'adset', 'ad'),
      status: fc.constantFrom('PAUSED', 'ACTIVE', 'WITH_ISSUES', 'unknown'),
      createdAtMs: fc.option(fc.integer({ min: 0, max: NOW.nowMs })),
    });
    const anyOwner = fc.option(
      fc.record({
        isUnderWay: fc.boolean(),
        isBuilt: fc.boolean(),
        metaId: fc.option(fc.constantFrom('10', '9')),
        isRemoved: fc.boolean(),
        isShared: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(anyObject, anyOwner, (change, known) => {
        const { verdict } = judgeObject({ ...object, ...change }, known === null ? undefined : { ...owner, ...known }, NOW);
        if (verdict === 'remove') expect([change.status, known?.isUnderWay, known === null]).toEqual(['PAUSED', false, false]);
      }),
    );
  });
});
