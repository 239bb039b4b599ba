import { describe, expect, it } from '@jest/globals';
import { decideAdoption } from './decide-adoption.ts';
import type { FoundObject } from './find-by-marker.ts';

const found = (id: string, fields: Partial<FoundObject> = {}): FoundObject => ({
  id,
  name: 'n',
  status: 'PAUSED',
  effectiveStatus: 'PAUSED',
  createdTime: '2026-11-23T10:00:00+0000',
  objective: 'OUTCOME_SALES',
  ...fields,
});

describe('LC12 what a search means', () => {
  it('none', () => expect(decideAdoption([])).toEqual({ do: 'none' }));

  it('one: adopt', () =>
    expect(decideAdoption([found('1')], { objective: 'OUTCOME_SALES' })).toEqual({ do: 'adopt', id: '1', duplicates: [] }));

  it('several: adopt the oldest, name the others', () => {
    expect(decideAdoption([found('1'), found('2'), found('3')])).toEqual({ do: 'adopt', id: '1', duplicates: ['2', '3'] });
  });

  it('refuses when any of them runs: it is not ours to adopt or delete blindly', () => {
    expect(decideAdoption([found('1'), found('2', { status: 'ACTIVE' })])).toMatchObject({ do: 'refuse', id: '2' });
  });

  it('refuses another objective', () => {
    expect(decideAdoption([found('1')], { objective: 'OUTCOME_TRAFFIC' })).toMatchObject({ do: 'refuse', id: '1' });
    expect(decideAdoption([found('1', { objective: null })], { objective: 'OUTCOME_TRAFFIC' })).toMatchObject({ do: 'adopt' });
  });
});
