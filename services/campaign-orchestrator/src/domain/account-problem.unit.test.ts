import { expect, test } from '@jest/globals';
import { problemOfError, problemOfInfo } from './account-problem.ts';

const expected = { currency: 'USD', isKnownCurrency: (code: string) => code === 'USD' || code === 'EUR' };

test.each([
  ['an active account in its currency', { accountStatus: 1, currency: 'USD' }, undefined],
  ['a disabled account', { accountStatus: 2, currency: 'USD' }, 'account_disabled'],
  ['an unknown status', { accountStatus: 42, currency: 'USD' }, 'account_disabled'],
  ['a currency without table entry', { accountStatus: 1, currency: 'XTS' }, 'account_currency_unsupported'],
  ['another currency than it was connected with', { accountStatus: 1, currency: 'EUR' }, 'account_currency_unsupported'],
])('%s', (_name, info, kind) => {
  expect(problemOfInfo(info, expected)?.kind).toBe(kind);
});

test.each([
  ['AUTH', 'account_reauth_required'],
  ['PERMISSION', 'account_permission_missing'],
  ['TRANSIENT', undefined],
  ['VALIDATION', undefined],
])('a call refused as %s', (errorClass, kind) => {
  expect(problemOfError({ class: errorClass, message: 'no' })?.kind).toBe(kind);
});
