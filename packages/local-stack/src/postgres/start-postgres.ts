import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackendSource, givenBackend } from '../backend.ts';
import { isDockerAnswering } from '../docker-engine.ts';
import { removeFolderAtTheLatestOnExit } from '../process/watchdog.ts';
import { askPostgres } from './answers.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { unreachablePostgres } from './failures.ts';
import type { PostgresHandle, PostgresOptions } from './options.ts';

const EVERY_SOURCE: readonly BackendSource[] = ['given', 'docker', 'embedded'];

/**
 * Gives a PostgreSQL server: the one named by `url` or DATABASE_URL, else a container when a Docker engine answers, else the
 * PostgreSQL 18 that npm installed.
 * @throws StackError whose message says what to do.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresHandle> {
  const sources = options.sources ?? EVERY_SOURCE;
  const url = options.url ?? process.env['DATABASE_URL'];
  if (url && sources.includes('given')) return usePostgres(url);
  const password = options.password ?? randomBytes(18).toString('base64url');
  if (sources.includes('docker') && (await isDockerAnswering())) {
    const { startDockerPostgres } = await import('./docker-postgres.ts');
    return startDockerPostgres({ ...options, password });
  }
  if (options.dataDir) {
    const logFile = options.logFile ?? `${options.dataDir}.log`;
    return startEmbeddedPostgres({ ...options, dataDir: options.dataDir, logFile, password });
  }
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'mao-postgres-'));
  chmodSync(temporaryFolder, 0o711); // PostgreSQL's user must be able to walk in
  removeFolderAtTheLatestOnExit(temporaryFolder);
  const logFile = options.logFile ?? join(temporaryFolder, 'postgres.log');
  return startEmbeddedPostgres({ ...options, dataDir: join(temporaryFolder, 'data'), temporaryFolder, logFile, password });
}

async function usePostgres(url: string): Promise<PostgresHandle> {
  try {
    await askPostgres(url);
  } catch (cause) {
    throw unreachablePostgres(url, cause);
  }
  return { ...givenBackend('DATABASE_URL'), url };
}
