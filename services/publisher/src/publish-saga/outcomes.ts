import type { GraphError } from '@mao/graph-api';
import { failed, rejected, type SagaError, type StepOutcome, unknown, waiting } from '@mao/saga';

/** Between two looks whether a new token has come; the account's PUT also wakes the run. */
const REAUTH_LOOK_MS = 10_000;
/** A throttle that names no time. */
const DEFAULT_THROTTLE_MS = 60_000;
const WAITING_FOR_TOKEN = 'a new access token';
const THROTTLED = 'the end of a throttle by Meta';
const LIMIT_SUBCODE = 2207042;

/** Shown while Instagram prepares the video: the only wait that is work and not an obstacle. */
export const VIDEO_PROCESSING = 'Instagram to process the video';
export const LIMIT_REACHED = "room in Instagram's daily publishing limit";

/** A refusal of our own, in words for callers. */
export const refusal = (code: string, message: string): SagaError => ({ code, message, details: { isPublic: true } });

/** Meta's own words and what helps to find the case at Meta. */
export function sagaError(error: GraphError): SagaError {
  const spoken = error.userMessage ?? error.userTitle;
  const own = error.origin === 'meta' ? error.message : `No usable answer from Meta: ${error.message}`;
  return {
    code: error.class,
    message: spoken === null ? own : `${own}: ${spoken}`,
    details: { isPublic: true, code: error.code, subcode: error.subcode, fbtrace_id: error.fbtraceId },
  };
}

/**
 * What an error means for a call that may be repeated as it is. Throttles, rejected tokens and a full publishing limit wait
 * and do not count as tries; what may pass is tried again; everything else is definite.
 */
export function repeatable(
  error: GraphError,
  limitPollMs: number,
): Extract<StepOutcome, { type: 'failed' | 'waiting' | 'rejected' }> {
  // Our own abort (the worker stops) says nothing about Meta and must not use up a try.
  if (error.origin === 'aborted') return waiting(0, 'another worker', { withoutEffect: true });
  if (error.subcode === LIMIT_SUBCODE) return waiting(limitPollMs, LIMIT_REACHED, { withoutEffect: true });
  switch (error.class) {
    case 'RATE_LIMIT':
      return waiting(error.retryAfterMs ?? DEFAULT_THROTTLE_MS, THROTTLED, { withoutEffect: true });
    case 'AUTH':
      return waiting(REAUTH_LOOK_MS, WAITING_FOR_TOKEN, { withoutEffect: true });
    case 'TRANSIENT':
    case 'NOT_FOUND': // right after a create Meta may not see the object yet
      return failed(sagaError(error));
    default:
      return rejected(sagaError(error));
  }
}

/** A publish that Meta may have carried out: the container is read before it is ever sent again. */
export function ambiguous(error: GraphError, retryAfterMs: number | undefined): StepOutcome<never> {
  if (error.class !== 'RATE_LIMIT') return unknown(sagaError(error));
  return unknown(sagaError(error), { retryAfterMs: retryAfterMs ?? DEFAULT_THROTTLE_MS, waitingFor: THROTTLED });
}
