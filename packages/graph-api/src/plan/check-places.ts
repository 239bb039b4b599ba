import { type Checked, checked, violation } from './checked.ts';
import type { Violation } from './plan.ts';
import type { GeoLocations, KeyedPlace, PlanAccount, RunRequest } from './run-request.ts';

/** Where the ads show. `countries` includes those the single places lie in, as far as they say so. */
export interface Places {
  readonly geo: GeoLocations;
  readonly countries: readonly string[];
  /** Where the request speaks of countries, for messages about them. */
  readonly pointer: string;
}

const GEO = '/targeting/geo_locations';
const COUNTRY = /^[A-Z]{2}$/;
const KINDS = ['regions', 'cities', 'zips'] as const;

const placesOf = (geo: GeoLocations): readonly { readonly pointer: string; readonly place: KeyedPlace }[] =>
  KINDS.flatMap((kind) => (geo[kind] ?? []).map((place, index) => ({ pointer: `${GEO}/${kind}/${index}`, place })));

/** A zip's key starts with its country: `US:94304`. Other keys tell nothing. */
const countryOf = ({ country, key }: KeyedPlace): string | undefined => country ?? /^([A-Z]{2}):/.exec(key)?.[1];

const isEmpty = (geo: GeoLocations): boolean => (geo.countries ?? []).length === 0 && placesOf(geo).length === 0;

/** Meta refuses a place inside a country that is targeted as a whole. */
function overlaps(geo: GeoLocations): Violation[] {
  const countries = new Set(geo.countries ?? []);
  return placesOf(geo)
    .filter(({ place }) => countries.has(countryOf(place) ?? ''))
    .map(({ pointer, place }) => violation('places-overlap', pointer, `${countryOf(place)} is already targeted as a whole`));
}

function invalidCountries(geo: GeoLocations, base: string): Violation[] {
  return (geo.countries ?? []).flatMap((country, index) =>
    COUNTRY.test(country)
      ? []
      : [violation('country-invalid', `${base}/countries/${index}`, 'must be a two-letter ISO 3166 code in capitals')],
  );
}

/** The request's places, or the account's default countries when it names none (CR2). */
export function checkPlaces(request: RunRequest, account: PlanAccount): Checked<Places> {
  const asked = request.targeting?.geo_locations ?? {};
  const excluded = request.targeting?.excluded_geo_locations ?? {};
  const fromDefaults = isEmpty(asked);
  const geo = fromDefaults ? { ...asked, countries: account.defaultCountries } : asked;
  if (isEmpty(geo)) {
    const detail = 'name at least one country: the account has no default countries';
    return { ok: false, violations: [violation('countries-missing', GEO, detail)] };
  }
  const countries = [...new Set([...(geo.countries ?? []), ...placesOf(geo).flatMap(({ place }) => countryOf(place) ?? [])])];
  const found = [
    ...invalidCountries(asked, GEO),
    ...invalidCountries(excluded, '/targeting/excluded_geo_locations'),
    ...overlaps(geo),
  ];
  return checked(found, { geo, countries, pointer: fromDefaults ? GEO : `${GEO}/countries` });
}
