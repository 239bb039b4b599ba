import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '../stack-error.ts';
import { corruptPostgresData } from './failures.ts';
import { giveTo, type Owner } from './unprivileged-user.ts';

const MAJOR_VERSION = '18';
const run = promisify(execFile);

type NewCluster = { initdb: string; dataDir: string; password: string; owner: Owner | undefined; isTemporary: boolean };

/**
 * Makes the data folder when there is none. It is made beside its place and moved there when complete, so that a run killed
 * in the middle leaves nothing half-made.
 * @throws StackError `postgres-data-corrupt` when the folder holds something else than a cluster of this version.
 */
export async function ensureDataFolder(cluster: NewCluster): Promise<void> {
  const { dataDir, owner } = cluster;
  if (isFilled(dataDir)) {
    const version = readVersion(dataDir);
    if (version === undefined)
      throw corruptPostgresData(dataDir, 'it holds files but no PG_VERSION, so it is no database cluster');
    if (version !== MAJOR_VERSION)
      throw corruptPostgresData(dataDir, `it was made by PostgreSQL ${version}, and this is ${MAJOR_VERSION}`);
    if (owner) giveTo(owner, dataDir);
    return;
  }
  await makeCluster(cluster);
}

async function makeCluster({ initdb, dataDir, password, owner, isTemporary }: NewCluster): Promise<void> {
  const unfinished = `${dataDir}.unfinished`;
  const passwordFile = `${dataDir}.password`;
  mkdirSync(dirname(dataDir), { recursive: true, mode: 0o711 });
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner) for (const path of [unfinished, passwordFile]) giveTo(owner, path);
  try {
    // The builtin provider gives UTF-8 order without depending on the locales this machine happens to have.
    const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const speed = isTemporary ? ['--no-sync'] : [];
    const where = [`--pgdata=${unfinished}`, `--pwfile=${passwordFile}`];
    await run(initdb, [...where, ...flags, ...locale, ...speed], { cwd: '/', ...owner });
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new StackError('postgres-start-failed', `PostgreSQL could not make its data folder ${dataDir}. ${reason}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(unfinished, dataDir);
}

function isFilled(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0;
}

function readVersion(dataDir: string): string | undefined {
  const file = join(dataDir, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
