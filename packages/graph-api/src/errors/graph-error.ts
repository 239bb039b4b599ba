/** What a caller may do about an error: `reference` table of Meta's codes, see class-table.ts. */
export type ErrorClass =
  | 'RATE_LIMIT'
  | 'TRANSIENT'
  | 'SHRINK'
  | 'BAD_QUERY'
  | 'AUTH'
  | 'PERMISSION'
  | 'NOT_FOUND'
  | 'POLICY'
  | 'VALIDATION'
  | 'VERSION';

/**
 * Who says so. `meta`: an error envelope; `http`: a status without a readable envelope (a proxy's page, for one);
 * `answer`: a 2xx that is cut, unreadable, too large or lacks what it must carry; `network`: connection or timeout;
 * `aborted`: the caller's signal; `client`: refused here, nothing was sent.
 */
export type ErrorOrigin = 'meta' | 'http' | 'answer' | 'network' | 'aborted' | 'client';

/** One refusal or failure as a plain value: safe to log and to store, it never holds a token, a proof or a URL. */
export interface GraphError {
  readonly class: ErrorClass;
  readonly origin: ErrorOrigin;
  readonly message: string;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly type: string | null;
  readonly isTransient: boolean | null;
  readonly userTitle: string | null;
  readonly userMessage: string | null;
  /** Meta's `blame_field_specs`, each path joined by dots: `targeting.geo_locations`. */
  readonly blameFields: readonly string[];
  readonly fbtraceId: string | null;
  readonly requestId: string | null;
  readonly httpStatus: number | null;
  /** When it may be asked again: on RATE_LIMIT, and on every refusal of the client's own governor. */
  readonly retryAfterMs?: number;
}

/** The outcome of a read, a DELETE or a state-asserting POST: each of these may be repeated. */
export type CallResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: GraphError };

/**
 * The outcome of a create. Only `not_sent` may be sent again as it is. `ambiguous` means that Meta may hold the object:
 * look for its marker first (find), repeat only when it is not there.
 */
export type CreateOutcome =
  | { readonly outcome: 'confirmed'; readonly id: string }
  | { readonly outcome: 'rejected'; readonly error: GraphError }
  | { readonly outcome: 'not_sent'; readonly error: GraphError }
  | { readonly outcome: 'ambiguous'; readonly error: GraphError; readonly retryAfterMs?: number };
