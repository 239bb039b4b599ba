/** Something that keeps an account from working, told as an alert and shown as the account's health. */
export interface AccountProblem {
  readonly kind: 'account_reauth_required' | 'account_permission_missing' | 'account_disabled' | 'account_currency_unsupported';
  readonly message: string;
  readonly whatToDo: string;
}

/** Ad account statuses of Meta, `account_status`; 1 is active. */
const STATUS_WORDS: Readonly<Record<number, string>> = {
  2: 'disabled',
  3: 'unsettled: a payment is due',
  7: 'under risk review',
  8: 'waiting for settlement',
  9: 'in a grace period',
  100: 'about to be closed',
  101: 'closed',
};
const ACTIVE = 1;

export const TOKEN_REJECTED: AccountProblem = {
  kind: 'account_reauth_required',
  message: 'Meta rejects the access token.',
  whatToDo: 'Send a new access token with PUT /meta/accounts/{id}; runs that wait go on by themselves.',
};

/** What Meta's own description of an ad account means for work on it; undefined when nothing is wrong. */
export function problemOfInfo(
  info: { accountStatus: number; currency: string },
  expected: { currency: string; isKnownCurrency: (code: string) => boolean },
): AccountProblem | undefined {
  if (info.accountStatus !== ACTIVE) {
    return {
      kind: 'account_disabled',
      message: `Meta reports the ad account as ${STATUS_WORDS[info.accountStatus] ?? `not active (status ${info.accountStatus})`}.`,
      whatToDo: 'See Account Quality and Billing in Meta Business Suite.',
    };
  }
  if (!expected.isKnownCurrency(info.currency)) {
    return {
      kind: 'account_currency_unsupported',
      message: `The ad account bills in ${info.currency}, whose minor unit this system does not know.`,
      whatToDo: 'Use an ad account with a supported currency.',
    };
  }
  if (info.currency === expected.currency) return undefined;
  return {
    kind: 'account_currency_unsupported',
    message: `The account is connected with ${expected.currency}, but at Meta it bills in ${info.currency}.`,
    whatToDo: `Connect it again with currency ${info.currency}.`,
  };
}

/** What a refused call means for the account; undefined when it says nothing about it. */
export function problemOfError(error: { class: string; message: string }): AccountProblem | undefined {
  if (error.class === 'AUTH') return TOKEN_REJECTED;
  if (error.class !== 'PERMISSION') return undefined;
  return {
    kind: 'account_permission_missing',
    message: `Meta refuses for lack of a permission: ${error.message}`,
    whatToDo: 'Grant the app ads_management on the ad account, then connect it with a token issued after that.',
  };
}
