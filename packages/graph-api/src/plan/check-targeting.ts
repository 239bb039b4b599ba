import type { GraphFields, Json } from '../json.ts';
import type { Places } from './check-places.ts';
import { type Checked, checked, violation } from './checked.ts';
import type { Violation } from './plan.ts';
import type { NamedId, RunRequest, Targeting } from './run-request.ts';

const MIN_AGE = 13;
const MAX_AGE = 65; // Meta's 65 means "65 and older"
const DEFAULT_MIN_AGE = 18;

const isAge = (age: number): boolean => Number.isInteger(age) && age >= MIN_AGE && age <= MAX_AGE;

function ageViolations(minAge: number, maxAge: number): Violation[] {
  const outside = [
    { pointer: '/targeting/age_min', age: minAge },
    { pointer: '/targeting/age_max', age: maxAge },
  ].filter(({ age }) => !isAge(age));
  if (outside.length > 0) {
    return outside.map(({ pointer }) =>
      violation('age-out-of-range', pointer, `must be a whole number from ${MIN_AGE} to ${MAX_AGE}`),
    );
  }
  return minAge > maxAge ? [violation('age-order', '/targeting/age_min', 'must not exceed age_max')] : [];
}

function idViolations(list: readonly NamedId[], pointer: string): Violation[] {
  return list.flatMap(({ id }, index) =>
    /^\d+$/.test(id) ? [] : [violation('interest-invalid', `${pointer}/${index}/id`, 'must be a numeric id of Meta')],
  );
}

function interestViolations(targeting: Targeting): Violation[] {
  const nested = (targeting.flexible_spec ?? []).flatMap((spec, index) => [
    ...idViolations(spec.interests ?? [], `/targeting/flexible_spec/${index}/interests`),
    ...idViolations(spec.behaviors ?? [], `/targeting/flexible_spec/${index}/behaviors`),
  ]);
  return [...idViolations(targeting.interests ?? [], '/targeting/interests'), ...nested];
}

function otherViolations(targeting: Targeting): Violation[] {
  const found: Violation[] = [];
  if ((targeting.genders ?? []).some((gender) => gender !== 1 && gender !== 2)) {
    found.push(violation('genders-invalid', '/targeting/genders', 'may hold 1 (male) and 2 (female)'));
  }
  if ((targeting.instagram_positions ?? []).includes('explore')) {
    found.push(violation('placement-retired', '/targeting/instagram_positions', 'explore is no longer a placement'));
  }
  return found;
}

/** Top-level interests become one more element of flexible_spec (CR3): it must hold besides the others. */
function flexibleSpec(targeting: Targeting): Targeting['flexible_spec'] {
  const { flexible_spec: specs = [], interests = [] } = targeting;
  return interests.length > 0 ? [...specs, { interests }] : specs;
}

/** JSON without undefined, empty lists and empty objects, none of which Meta takes kindly. */
function compact(value: object): GraphFields {
  const kept = Object.entries(value).filter(([, item]) => item !== undefined && (!Array.isArray(item) || item.length > 0));
  return JSON.parse(JSON.stringify(Object.fromEntries(kept))) as { [key: string]: Json };
}

/** Ages, genders, interests and placements; the value is the ad set's `targeting`. Null places: broken and reported elsewhere. */
export function checkTargeting(request: RunRequest, places: Places | null): Checked<GraphFields> {
  const { interests: _moved, ...targeting } = request.targeting ?? {};
  const maxAge = targeting.age_max ?? MAX_AGE;
  const minAge = targeting.age_min ?? Math.min(DEFAULT_MIN_AGE, maxAge);
  const whole = request.targeting ?? {};
  const found = [...ageViolations(minAge, maxAge), ...interestViolations(whole), ...otherViolations(whole)];
  const value = {
    ...targeting,
    geo_locations: compact(places?.geo ?? {}),
    age_min: minAge,
    age_max: maxAge,
    genders: targeting.genders && [...new Set(targeting.genders)],
    flexible_spec: flexibleSpec(whole),
    // Explicit, or Meta widens the audience on its own and treats the ages as a suggestion.
    targeting_automation: targeting.targeting_automation ?? { advantage_audience: 0 },
  };
  return checked(found, compact(value));
}
