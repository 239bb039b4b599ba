import { describe, expect, it } from '@jest/globals';
import { compareObject, type VerifyRequest } from './verify-object.ts';

const adSet: VerifyRequest = {
  level: 'ad_set',
  id: '2',
  fields: {
    campaign_id: '1',
    daily_budget: 5000,
    optimization_goal: 'LINK_CLICKS',
    targeting: { age_min: 18 },
    status: 'PAUSED',
  },
};
const node = {
  id: '2',
  campaign_id: '1',
  daily_budget: '5000',
  optimization_goal: 'LINK_CLICKS',
  status: 'PAUSED',
  effective_status: 'CAMPAIGN_PAUSED',
};

describe('LC27 verify', () => {
  it('matches when what counts is as sent, budgets as text included', () => {
    expect(compareObject(adSet, node)).toEqual({ state: 'matches', effectiveStatus: 'CAMPAIGN_PAUSED' });
  });

  it.each([
    ['daily_budget', '50000'],
    ['optimization_goal', 'REACH'],
    ['campaign_id', '9'],
    ['status', 'ACTIVE'],
  ])('names a different %s', (field, actual) => {
    const verdict = compareObject(adSet, { ...node, [field]: actual });
    expect(verdict).toMatchObject({ state: 'differs', mismatches: [{ field, actual }] });
  });

  it('names what is missing', () => {
    const { daily_budget: _, ...without } = node;
    expect(compareObject(adSet, without)).toMatchObject({
      mismatches: [{ field: 'daily_budget', expected: '5000', actual: 'nothing' }],
    });
  });

  it('waits for what Meta is still working on, but not past a mismatch', () => {
    expect(compareObject(adSet, { ...node, effective_status: 'IN_PROCESS' })).toEqual({
      state: 'pending',
      effectiveStatus: 'IN_PROCESS',
    });
    expect(compareObject(adSet, { ...node, effective_status: 'IN_PROCESS', daily_budget: '1' }).state).toBe('differs');
  });

  it('preserves statuses nobody has heard of', () => {
    expect(compareObject(adSet, { ...node, effective_status: 'BRAND_NEW' })).toEqual({
      state: 'matches',
      effectiveStatus: 'BRAND_NEW',
    });
  });

  it('checks an ad against its ad set and creative, and a status asked for', () => {
    const ad: VerifyRequest = {
      level: 'ad',
      id: '4',
      fields: { adset_id: '2', creative: { creative_id: '3' } },
      status: 'ACTIVE',
    };
    expect(compareObject(ad, { adset_id: '2', creative: { id: '3' }, status: 'ACTIVE' }).state).toBe('matches');
    expect(compareObject(ad, { adset_id: '2', creative: { id: '8' }, status: 'PAUSED' })).toMatchObject({
      mismatches: [
        { field: 'creative', expected: '3', actual: '8' },
        { field: 'status', expected: 'ACTIVE', actual: 'PAUSED' },
      ],
    });
  });

  it('accepts any creative that is not deleted: it may be an older one under another name', () => {
    const creative: VerifyRequest = { level: 'creative', id: '3', fields: { name: 'mine' } };
    expect(compareObject(creative, { id: '3', name: 'older', status: 'ACTIVE' }).state).toBe('matches');
    expect(compareObject(creative, { id: '3', status: 'DELETED' }).state).toBe('differs');
  });
});
