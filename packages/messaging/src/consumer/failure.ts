import { AppError, errorMessage } from '@mao/service-kit';

/** What is kept of an error beside the message it stopped. */
export interface Failure {
  readonly errorClass: string;
  readonly errorMessage: string;
  readonly isPermanent: boolean;
  readonly attempts: number;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
}

const MAX_MESSAGE_LENGTH = 1_000;

export function describeFailure(error: unknown, attempts: number, firstFailedAt: Date, lastFailedAt: Date): Failure {
  return {
    errorClass: error instanceof AppError ? error.code : error instanceof Error ? error.name : typeof error,
    // Header and column values: bounded, and without what PostgreSQL cannot store.
    errorMessage: errorMessage(error).replaceAll('\0', '').slice(0, MAX_MESSAGE_LENGTH),
    isPermanent: error instanceof AppError && error.permanent,
    attempts,
    firstFailedAt,
    lastFailedAt,
  };
}

/** SQLSTATE classes and codes that say the server, not the statement, is the problem. */
const SERVER_STATES = /^(08|57P0|53|58)/;
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** pg reports these without a code. */
const CONNECTION_TEXTS =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|connection ended/i;

/** Would every message fail like this? Then no message is to blame. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (SERVER_STATES.test(code) || SOCKET_CODES.has(code) || CONNECTION_TEXTS.test(error.message)) return true;
  return error.cause === undefined ? false : isDatabaseAway(error.cause);
}
