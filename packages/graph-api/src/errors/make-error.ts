import type { ErrorClass, ErrorOrigin, GraphError } from './graph-error.ts';

/** An error that is not Meta's own words. */
export function makeError(
  errorClass: ErrorClass,
  origin: ErrorOrigin,
  message: string,
  httpStatus: number | null = null,
): GraphError {
  return {
    class: errorClass,
    origin,
    message,
    code: null,
    subcode: null,
    type: null,
    isTransient: null,
    userTitle: null,
    userMessage: null,
    blameFields: [],
    fbtraceId: null,
    requestId: null,
    httpStatus,
  };
}
