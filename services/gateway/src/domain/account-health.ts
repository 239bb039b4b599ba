export type HealthState = 'ok' | 'reauth_required' | 'paused' | 'disabled' | 'throttled';

export interface StoredHealth {
  readonly healthState: string;
  readonly healthReason?: string | null | undefined;
  readonly healthWhatToDo?: string | null | undefined;
  readonly healthSince: Date;
  readonly pausedSince?: Date | null | undefined;
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  reauth_required: 'Send a new access token with PUT /meta/accounts/{id}.',
  disabled: 'Meta has disabled the ad account; see Account Quality in Meta Business Suite.',
  throttled: 'Nothing: work goes on when Meta allows it again.',
};

/** The kill switch is shown before anything else: somebody has thrown it, and only a person can release it. */
export function shownHealth(account: StoredHealth) {
  if (account.pausedSince) {
    return {
      state: 'paused',
      reason: 'Paused on request.',
      what_to_do: 'POST /meta/accounts/{id}/resume lets new work start again.',
      since: account.pausedSince.toISOString(),
    };
  }
  return {
    state: account.healthState,
    reason: account.healthReason ?? null,
    what_to_do: account.healthWhatToDo ?? WHAT_TO_DO[account.healthState] ?? null,
    since: account.healthSince.toISOString(),
  };
}

/** Alerts about an account that say how it is. */
const STATE_OF_ALERT: Readonly<Record<string, HealthState>> = {
  account_reauth_required: 'reauth_required',
  account_permission_missing: 'disabled',
  account_disabled: 'disabled',
  account_currency_unsupported: 'disabled',
  account_throttled: 'throttled',
};

/** The health that an alert of this kind means for its account; undefined for every other kind. */
export const healthOfAlert = (kind: string): HealthState | undefined => STATE_OF_ALERT[kind];
