import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reachableFolder } from './reachable-folder.ts';
import { canReach, type Owner } from './unprivileged-user.ts';

const POINTER = 'data-lies-elsewhere';

/**
 * Where the data can really lie: the folder itself, or one in a public place when PostgreSQL's user cannot walk to it. Then the
 * folder holds a pointer, and deleting the folder deletes the data as it would otherwise: at the next start.
 */
export function placeOfData(dataDir: string, owner: Owner | undefined, notice?: (line: string) => void): string {
  if (owner === undefined || canReach(dataDir, owner)) return dataDir;
  const elsewhere = join(reachableFolder(dataDir), 'data');
  const pointer = join(dataDir, POINTER);
  if (!existsSync(pointer)) {
    rmSync(elsewhere, { recursive: true, force: true });
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(pointer, `${elsewhere}\n`);
  }
  notice?.(`PostgreSQL may not run as root, and its own user cannot reach ${dataDir}: its data lies in ${elsewhere}`);
  return elsewhere;
}
