import { describe, expect, it } from '@jest/globals';
import { adSetOf, planned, refused, stepOf } from '../testing/run-fixtures.ts';
import type { PlanAccount, Targeting } from './run-request.ts';

describe('CR2, CR3 targeting', () => {
  const targeted = (targeting: Targeting, account: Partial<PlanAccount> = {}) =>
    adSetOf({ request: { targeting }, account })['targeting'];

  it('has defaults for everything', () => {
    expect(targeted({})).toEqual({
      age_min: 18,
      age_max: 65,
      geo_locations: { countries: ['US'] },
      targeting_automation: { advantage_audience: 0 },
    });
    expect(targeted({ age_max: 16 })).toMatchObject({ age_min: 16, age_max: 16 });
  });

  it('takes the default countries only when the request names no place', () => {
    expect(targeted({ geo_locations: { countries: [] } })).toMatchObject({ geo_locations: { countries: ['US'] } });
    expect(targeted({ geo_locations: { cities: [{ key: '7' }] } })).toMatchObject({ geo_locations: { cities: [{ key: '7' }] } });
    expect(targeted({ geo_locations: { countries: ['CA'] } })).toMatchObject({ geo_locations: { countries: ['CA'] } });
    expect(refused({ account: { defaultCountries: [] } })).toEqual(['countries-missing /targeting/geo_locations']);
  });

  it('moves interests into flexible_spec, beside what is there', () => {
    const interests = [{ id: '6003139266461', name: 'Movies' }];
    const behaviors = [{ id: '5' }];
    const moved = targeted({ interests, flexible_spec: [{ behaviors }] });
    expect(moved).toMatchObject({ flexible_spec: [{ behaviors }, { interests }] });
    expect(moved).not.toHaveProperty('interests');
  });

  it.each<[Targeting, string]>([
    [{ age_min: 12 }, 'age-out-of-range /targeting/age_min'],
    [{ age_max: 66 }, 'age-out-of-range /targeting/age_max'],
    [{ age_min: 20.5 }, 'age-out-of-range /targeting/age_min'],
    [{ age_min: 40, age_max: 30 }, 'age-order /targeting/age_min'],
    [{ genders: [3] }, 'genders-invalid /targeting/genders'],
    [{ interests: [{ id: 'movies' }] }, 'interest-invalid /targeting/interests/0/id'],
    [
      { flexible_spec: [{}, { interests: [{ id: '1' }, { id: '' }] }] },
      'interest-invalid /targeting/flexible_spec/1/interests/1/id',
    ],
    [{ geo_locations: { countries: ['usa'] } }, 'country-invalid /targeting/geo_locations/countries/0'],
    [
      { geo_locations: { countries: ['US'], cities: [{ key: '7', country: 'US' }] } },
      'places-overlap /targeting/geo_locations/cities/0',
    ],
    [{ geo_locations: { countries: ['US'], zips: [{ key: 'US:94304' }] } }, 'places-overlap /targeting/geo_locations/zips/0'],
    [{ instagram_positions: ['stream', 'explore'] }, 'placement-retired /targeting/instagram_positions'],
  ])('refuses %j', (targeting, violation) => {
    expect(refused({ request: { targeting } })).toEqual([violation]);
  });

  it('names who profits and who pays in the EU, or refuses', () => {
    const request = { targeting: { geo_locations: { countries: ['US', 'DE'] } } };
    expect(refused({ request })).toEqual(['dsa-missing /targeting/geo_locations/countries']);
    expect(refused({ account: { defaultCountries: ['FR'] } })).toEqual(['dsa-missing /targeting/geo_locations']);
    expect(adSetOf({ request, account: { dsaBeneficiary: 'Acme' } })).toMatchObject({
      dsa_beneficiary: 'Acme',
      dsa_payor: 'Acme',
    });
    expect(adSetOf({ request, account: { dsaBeneficiary: 'Acme', dsaPayor: 'Bank' } })).toMatchObject({ dsa_payor: 'Bank' });
    expect(adSetOf({ account: { dsaBeneficiary: 'Acme' } })).not.toHaveProperty('dsa_beneficiary');
    const lenient = planned({ request, settings: { whenDsaMissing: 'warn' } });
    expect(lenient.warnings).toHaveLength(1);
    expect(stepOf(lenient, 'ad_set').payload).not.toHaveProperty('dsa_beneficiary');
  });
});
