import type { GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';

/** A call that brought no usable answer. `sent: false` is a proof, `true` only the lack of one. */
export interface NetworkFailure {
  readonly error: GraphError;
  readonly sent: boolean;
}

// These can only arise before a request is written: the connection never stood, or a token with a line break is no header.
const NEVER_SENT = new Set([
  'UND_ERR_INVALID_ARG',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);
// OpenSSL and Node name certificate refusals like this; the handshake comes before the request.
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

const MESSAGES: Readonly<Record<string, string>> = {
  UND_ERR_INVALID_ARG: 'the request cannot be sent as it is',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half-way',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the answer is larger than allowed',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'host name not found',
};

function codeOf(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

function isConnecting(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'syscall' in cause && cause.syscall === 'connect';
}

/**
 * Turns an exception of the HTTP library into a value. The message is ours: a library's may quote what was sent.
 * `httpStatus` is known when only the body was lost.
 */
export function networkFailure(cause: unknown, httpStatus: number | null): NetworkFailure {
  const code = codeOf(cause);
  const sent = httpStatus !== null || !(NEVER_SENT.has(code) || CERTIFICATE.test(code) || isConnecting(cause));
  return { error: makeError('TRANSIENT', 'network', `${MESSAGES[code] ?? 'connection failed'} (${code})`, httpStatus), sent };
}
