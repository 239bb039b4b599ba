import { currencyOffset } from './currency.ts';

/** Minor units, or why the amount cannot be taken. */
export type MinorUnits =
  | { readonly ok: true; readonly cents: number }
  | { readonly ok: false; readonly reason: 'currency-unknown' | 'not-a-decimal' | 'too-many-decimals' | 'too-large' };

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

function decimals(currency: string): number | null {
  const offset = currencyOffset(currency);
  if (offset === null) return null;
  return offset === 100 ? 2 : 0;
}

const checked = (cents: bigint): MinorUnits =>
  cents <= BigInt(Number.MAX_SAFE_INTEGER) ? { ok: true, cents: Number(cents) } : { ok: false, reason: 'too-large' };

/** An amount a person asks for, as a decimal text: `"50.00"` USD is 5000. More decimals than the currency has are refused. */
export function toMinorUnits(amount: string, currency: string): MinorUnits {
  const places = decimals(currency);
  if (places === null) return { ok: false, reason: 'currency-unknown' };
  const [, whole, fraction = ''] = DECIMAL.exec(amount) ?? [];
  if (whole === undefined) return { ok: false, reason: 'not-a-decimal' };
  if (/[1-9]/.test(fraction.slice(places))) return { ok: false, reason: 'too-many-decimals' };
  return checked(BigInt(whole + fraction.slice(0, places).padEnd(places, '0')));
}

/** An amount Meta reports, such as spend or revenue: exact where it can be, else rounded half up. Digits only, no floats. */
export function reportedMinorUnits(amount: string, currency: string): MinorUnits {
  const places = decimals(currency);
  if (places === null) return { ok: false, reason: 'currency-unknown' };
  const [, whole, fraction = ''] = DECIMAL.exec(amount) ?? [];
  if (whole === undefined) return { ok: false, reason: 'not-a-decimal' };
  const roundUp = fraction.charAt(places) >= '5' ? 1n : 0n;
  return checked(BigInt(whole + fraction.slice(0, places).padEnd(places, '0')) + roundUp);
}
