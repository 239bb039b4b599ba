import type { TokenDebug } from './token-calls.ts';

/** What is to be thought of a token, with what a person should do. */
export type TokenHealth =
  | { readonly state: 'ok'; readonly expiresAtMs: number | null; readonly shouldRefresh: boolean }
  | {
      readonly state: 'warn';
      readonly expiresAtMs: number;
      /** The warning's step: each is worth one event. */
      readonly days: 14 | 7 | 1;
      readonly shouldRefresh: boolean;
      readonly whatToDo: string;
    }
  | { readonly state: 'reauth_required'; readonly reason: string; readonly whatToDo: string };

const DAY_MS = 86_400_000;
const REFRESH_DAYS = 20;

const CONNECT_AGAIN = 'Connect the account again with a new access token.';

// Subcodes of 190, Meta's error reference.
const REASONS: Readonly<Record<number, { readonly reason: string; readonly whatToDo: string }>> = {
  458: { reason: 'The person removed the app.', whatToDo: 'Let them allow the app again, then connect the account again.' },
  459: {
    reason: 'Facebook asks the person to pass a checkpoint.',
    whatToDo: 'Log in at www.facebook.com, then connect the account again.',
  },
  460: { reason: 'The password was changed.', whatToDo: CONNECT_AGAIN },
  463: { reason: 'The token has expired.', whatToDo: CONNECT_AGAIN },
  464: {
    reason: "The person's account is not confirmed.",
    whatToDo: 'Log in at www.facebook.com, then connect the account again.',
  },
  467: { reason: 'The person logged out.', whatToDo: CONNECT_AGAIN },
};

function deadToken(subcode: number | null, message: string | null): TokenHealth {
  const known = REASONS[subcode ?? 0];
  return {
    state: 'reauth_required',
    ...(known ?? { reason: message ?? 'Meta calls the token invalid.', whatToDo: CONNECT_AGAIN }),
  };
}

/** The earlier of the two ends: after either, calls fail. */
function endOf(debug: TokenDebug): number | null {
  const ends = [debug.expiresAtMs, debug.dataAccessExpiresAtMs].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Judges a token by what Meta says of it. Pure. `scopes`: what the product needs. */
export function tokenHealth(debug: TokenDebug, nowMs: number, scopes: readonly string[] = []): TokenHealth {
  const endMs = endOf(debug);
  if (!debug.isValid) return deadToken(debug.error?.subcode ?? null, debug.error?.message ?? null);
  if (endMs !== null && endMs <= nowMs) return deadToken(463, null);
  const missing = scopes.filter((scope) => !debug.scopes.includes(scope));
  if (missing.length > 0) {
    const reason = `The token lacks ${missing.join(', ')}.`;
    return { state: 'reauth_required', reason, whatToDo: `Connect the account again and allow ${missing.join(', ')}.` };
  }
  if (endMs === null) return { state: 'ok', expiresAtMs: null, shouldRefresh: false };
  const daysLeft = (endMs - nowMs) / DAY_MS;
  const shouldRefresh = daysLeft < REFRESH_DAYS;
  const days = ([1, 7, 14] as const).find((step) => daysLeft <= step);
  if (days === undefined) return { state: 'ok', expiresAtMs: endMs, shouldRefresh };
  return {
    state: 'warn',
    expiresAtMs: endMs,
    days,
    shouldRefresh,
    whatToDo: `The token ends in ${Math.ceil(daysLeft)} days. ${CONNECT_AGAIN}`,
  };
}
