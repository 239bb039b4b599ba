import type { GraphError } from '@mao/graph-api';
import { failed, rejected, type SagaError, type StepOutcome, unknown, waiting } from '@mao/saga';

/** Between two looks whether a new token has come; the account's PUT also wakes the run. */
const REAUTH_LOOK_MS = 10_000;
/** A throttle that names no time. */
const DEFAULT_THROTTLE_MS = 60_000;
/** Shown as `waiting_for`; also tells that the account needs a new token. */
export const WAITING_FOR_TOKEN = 'a new access token';
const THROTTLED = 'throttled by Meta';

/** Meta's own words and what helps to find the case at Meta. */
export function sagaError(error: GraphError): SagaError {
  const spoken = error.userMessage ?? error.userTitle;
  return {
    code: error.class,
    message: spoken === null ? error.message : `${error.message}: ${spoken}`,
    details: {
      code: error.code,
      subcode: error.subcode,
      blame_fields: error.blameFields,
      fbtrace_id: error.fbtraceId,
      retryable: error.class === 'TRANSIENT' || error.class === 'RATE_LIMIT',
    },
  };
}

/**
 * What an error means for a call that may be repeated as it is: reads, deletes and status changes. Throttles and rejected
 * tokens wait and do not count as tries; what may pass is tried again; everything else is definite.
 */
export function repeatable(error: GraphError): Extract<StepOutcome, { type: 'failed' | 'waiting' | 'rejected' }> {
  switch (error.class) {
    case 'RATE_LIMIT':
      return waiting(error.retryAfterMs ?? DEFAULT_THROTTLE_MS, THROTTLED);
    case 'AUTH':
      return waiting(REAUTH_LOOK_MS, WAITING_FOR_TOKEN);
    case 'TRANSIENT':
      return failed(sagaError(error));
    case 'NOT_FOUND':
      // Right after a create Meta may not see the object yet.
      return failed(sagaError(error));
    default:
      return rejected(sagaError(error));
  }
}

/** As `repeatable`, for a create that certainly had no effect. */
export function withoutEffect(error: GraphError): StepOutcome<never> {
  const outcome = repeatable(error);
  return outcome.type === 'waiting' ? { ...outcome, withoutEffect: true } : outcome;
}

/** A create that Meta may have carried out: it is looked for before it is ever sent again. A throttle is waited for first. */
export function ambiguous(error: GraphError, retryAfterMs: number | undefined): StepOutcome<never> {
  if (error.class !== 'RATE_LIMIT') return unknown(sagaError(error));
  return unknown(sagaError(error), { retryAfterMs: retryAfterMs ?? DEFAULT_THROTTLE_MS, waitingFor: THROTTLED });
}

export const TOKEN_MISSING: SagaError = { code: 'token-missing', message: 'The account has no access token here.' };

export const waitForToken = (): StepOutcome<never> => waiting(REAUTH_LOOK_MS, WAITING_FOR_TOKEN, { withoutEffect: true });
