import type { CreateOutcome, GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import type { Json } from '../json.ts';
import type { WireAnswer } from './transport.ts';

/** A numeric id as text, null for anything else. */
export function numericId(value: Json | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d+$/.test(text) ? text : null;
}

/**
 * A refusal is definite only in Meta's own words, with a status that is no failure of the server, and with a code that never
 * follows a commit. Codes 1 and 2 are seen with objects that do exist; so may be a throttle's.
 */
function isDefinite(error: GraphError): boolean {
  const { origin, httpStatus, code } = error;
  const isServerFailure = httpStatus === null || httpStatus >= 500 || (httpStatus >= 300 && httpStatus < 400);
  const isUnsure = error.class === 'RATE_LIMIT' || error.class === 'TRANSIENT' || code === 1 || code === 2;
  return origin === 'meta' && !isServerFailure && !isUnsure;
}

/** What one POST to a collection means: confirmed, rejected, not sent, or ambiguous. */
export function createOutcome(answer: WireAnswer): CreateOutcome {
  if (answer.ok) {
    const id = numericId(answer.body['id']);
    if (id !== null) return { outcome: 'confirmed', id };
    return { outcome: 'ambiguous', error: makeError('TRANSIENT', 'answer', 'the answer carries no id', 200) };
  }
  const { error } = answer;
  if (!answer.sent) return { outcome: 'not_sent', error };
  if (isDefinite(error)) return { outcome: 'rejected', error };
  return { outcome: 'ambiguous', error, ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }) };
}
