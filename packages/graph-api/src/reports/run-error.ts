import { classify } from '../errors/classify.ts';
import type { GraphError } from '../errors/graph-error.ts';
import type { Envelope } from '../errors/read-envelope.ts';

/** Why a run failed, in the same classes as a refused call. The answer that told of it was itself a success. */
export function classifyRunError(envelope: Envelope): GraphError {
  const evidence = { ...envelope, httpStatus: 400, creating: null };
  return { ...envelope, class: classify(evidence), origin: 'meta', requestId: null, httpStatus: null };
}
