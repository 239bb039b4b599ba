import { badParameter, type GraphRefusal, invalidParameter } from '../errors.ts';
import { isRecord, type Params } from '../params/decode-parameter.ts';
import { EU_COUNTRIES } from './enums.ts';
import type { Rule } from './rule.ts';

const MIN_AGE = 13;
const MAX_AGE = 65;
const PLACE_KINDS = ['countries', 'regions', 'cities', 'zips', 'country_groups', 'custom_locations', 'geo_markets', 'places'];

/** Targeting must say where. */
export const hasLocation: Rule = ({ values }) => {
  const geo = geoLocations(values);
  const hasPlace = PLACE_KINDS.some((kind) => Array.isArray(geo[kind]) && geo[kind].length > 0);
  if (hasPlace) return null;
  return invalidParameter(
    1885364,
    'Location Is Missing',
    'Your ad set must target at least one location. Add countries to geo_locations.',
    'targeting',
  );
};

export const countriesAreCodes: Rule = ({ values }) => {
  const wrong = countriesOf(values).find((country) => !/^[A-Z]{2}$/.test(country));
  return wrong === undefined ? null : badParameter(`Invalid country code ${wrong} in targeting.geo_locations`, 'targeting');
};

export const agesInRange: Rule = ({ values }) => {
  const targeting = isRecord(values['targeting']) ? values['targeting'] : {};
  const min = Number(targeting['age_min'] ?? 18);
  const max = Number(targeting['age_max'] ?? MAX_AGE);
  const isLegal = Number.isInteger(min) && Number.isInteger(max) && min >= MIN_AGE && max <= MAX_AGE && min <= max;
  return isLegal
    ? null
    : invalidParameter(
        1885550,
        'Invalid Age Range',
        `Ages must lie between ${MIN_AGE} and ${MAX_AGE}, the minimum not above the maximum.`,
        'targeting',
      );
};

export const gendersKnown: Rule = ({ values }) => {
  const targeting = isRecord(values['targeting']) ? values['targeting'] : {};
  const genders = targeting['genders'];
  if (genders === undefined) return null;
  const isLegal = Array.isArray(genders) && genders.every((gender) => gender === 1 || gender === 2);
  return isLegal ? null : badParameter('targeting.genders must be an array of 1 (male) and 2 (female)', 'targeting');
};

/** Interests belong into flexible_spec or the top level as lists of {id, name}. */
export const interestsHaveIds: Rule = ({ values }) => {
  const targeting = isRecord(values['targeting']) ? values['targeting'] : {};
  const specs = [targeting, ...(Array.isArray(targeting['flexible_spec']) ? targeting['flexible_spec'] : [])];
  const isLegal = specs.every((spec) => isRecord(spec) && isInterestList(spec['interests']));
  return isLegal ? null : badParameter('targeting interests must be a list of objects with an id', 'targeting');
};

function isInterestList(interests: unknown): boolean {
  if (interests === undefined) return true;
  return Array.isArray(interests) && interests.every((interest) => isRecord(interest) && /^\d+$/.test(String(interest['id'])));
}

/** EU law: the ad set names who benefits and who pays. */
export const dsaNamed: Rule = ({ values, world }): GraphRefusal | null => {
  if (!world.settings.rules.dsaForEu) return null;
  if (!countriesOf(values).some((country) => EU_COUNTRIES.has(country))) return null;
  const missing = ['dsa_beneficiary', 'dsa_payor'].find((name) => values[name] === undefined);
  if (missing === undefined) return null;
  return invalidParameter(
    3858081,
    'Advertiser Information Required',
    'Ads that target the EU must name the beneficiary and the payer.',
    missing,
  );
};

function geoLocations(values: Params): Params {
  const targeting = values['targeting'];
  const geo = isRecord(targeting) ? targeting['geo_locations'] : undefined;
  return isRecord(geo) ? geo : {};
}

function countriesOf(values: Params): string[] {
  const countries = geoLocations(values)['countries'];
  return Array.isArray(countries) ? countries.map(String) : [];
}
