import type { GraphFields } from '../json.ts';
import type { Places } from './check-places.ts';
import { type Checked, checked, violation } from './checked.ts';
import type { PlanSettings } from './plan-settings.ts';
import type { PlanAccount } from './run-request.ts';

// Member states of the European Union: the Digital Services Act wants beneficiary and payor of each ad shown there.
const EU = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));

/** The two DSA fields, and a warning when they are left out where Meta wants them. */
export interface Dsa {
  readonly fields: GraphFields;
  readonly warnings: readonly string[];
}

/** Beneficiary and payor as the account names them; one of them stands for both. */
export function checkDsa(places: Places, account: PlanAccount, settings: PlanSettings): Checked<Dsa> {
  const inEu = places.countries.filter((country) => EU.has(country));
  if (inEu.length === 0) return checked([], { fields: {}, warnings: [] });
  const beneficiary = account.dsaBeneficiary || account.dsaPayor;
  const payor = account.dsaPayor || beneficiary;
  if (beneficiary && payor) return checked([], { fields: { dsa_beneficiary: beneficiary, dsa_payor: payor }, warnings: [] });
  const detail = `ads in ${inEu.join(', ')} must name who profits and who pays (EU Digital Services Act), and the account names neither`;
  if (settings.whenDsaMissing === 'warn')
    return checked([], { fields: {}, warnings: [`${detail}: Meta takes the ad account's own defaults or refuses.`] });
  return { ok: false, violations: [violation('dsa-missing', places.pointer, detail)] };
}
