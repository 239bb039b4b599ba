/** SQLSTATE classes and codes that speak of the server, not of the statement. 08: connection, 53: resources, 57P: shutting down or starting. */
const AWAY_STATES = /^(08...|53300|57P0[1-5])$/;
const AWAY_SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
/** pg reports some losses only in words. */
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection is not queryable|Unable to check out a connection/i;
const MAX_DEPTH = 6;

/** True when an error means that the database cannot be reached now: the same work will succeed once it is back. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (AWAY_STATES.test(code) || AWAY_SYSTEM.has(code) || AWAY_WORDS.test(error.message)) return true;
  const nested = error instanceof AggregateError ? error.errors : [];
  const previous = 'previous' in error ? error.previous : undefined;
  return [error.cause, previous, ...nested].some((inner) => isDatabaseAway(inner, depth + 1));
}
