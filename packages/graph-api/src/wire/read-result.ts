import type { CallResult } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import type { GraphFields } from '../json.ts';
import type { WireAnswer } from './transport.ts';

/** An answer that did not carry what it must. Reads may be repeated, so it is transient. */
export const unreadable = (what: string): { readonly ok: false; readonly error: ReturnType<typeof makeError> } => ({
  ok: false,
  error: makeError('TRANSIENT', 'answer', what, 200),
});

/** The body of a read. */
export function readResult(answer: WireAnswer): CallResult<GraphFields> {
  return answer.ok ? { ok: true, value: answer.body } : { ok: false, error: answer.error };
}

/** An update or delete: done only when Meta says `success: true`. */
export function successResult(answer: WireAnswer): CallResult<null> {
  if (!answer.ok) return { ok: false, error: answer.error };
  return answer.body['success'] === true ? { ok: true, value: null } : unreadable('the answer lacks success: true');
}
