import type { GraphError } from '@mao/graph-api';
import { failed, rejected, type SagaError, type StepOutcome, waiting } from '@mao/saga';

/** Between two tries with a token that Meta refuses. A new token wakes the run at once. */
const REAUTH_LOOK_MS = 15 * 60_000;
/** A throttle that names no time. */
const DEFAULT_THROTTLE_MS = 60_000;

export const NOT_CONNECTED: SagaError = { code: 'account-not-connected', message: 'account not connected' };
export const TOKEN_UNREADABLE: SagaError = {
  code: 'token-unreadable',
  message: 'the stored access token cannot be opened; connect the account again',
};

/** What a failed read means for the run. Throttles and refused tokens wait and do not count as tries. */
export function afterGraphError(error: GraphError): StepOutcome<never> {
  // Our own abort (the worker stops) says nothing about Meta and must not use up a try.
  if (error.origin === 'aborted') return waiting(0, 'another worker');
  switch (error.class) {
    case 'RATE_LIMIT':
      return waiting(error.retryAfterMs ?? DEFAULT_THROTTLE_MS, 'throttled by Meta');
    case 'AUTH':
      return waiting(REAUTH_LOOK_MS, `Meta refuses the access token (${words(error)})`);
    case 'TRANSIENT':
    case 'SHRINK':
    case 'NOT_FOUND': // a campaign that was just created may not be seen everywhere yet
      return failed(sagaError(error));
    default:
      return rejected(sagaError(error));
  }
}

function sagaError(error: GraphError): SagaError {
  return {
    code: `graph-${error.class.toLowerCase()}`,
    message: words(error),
    details: { code: error.code, subcode: error.subcode, fbtraceId: error.fbtraceId },
  };
}

/** Meta's own words, the ones it means for people if it sent some. */
function words(error: GraphError): string {
  if (error.origin === 'meta') return error.userMessage ?? error.userTitle ?? error.message;
  return `no usable answer from Meta: ${error.message}`;
}
