import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';

// /var/tmp survives a reboot, unlike the system's temporary folder: databases may lie here.
const PUBLIC_FOLDER = '/var/tmp';

/**
 * A folder every user may walk to, standing in for one that an unprivileged user cannot reach (a clone below /root, say).
 * The same original path always gets the same folder.
 * @throws StackError `postgres-start-failed` when the place is squatted by another user.
 */
export function reachableFolder(originalPath: string): string {
  const hash = createHash('sha256').update(originalPath).digest('hex').slice(0, 12);
  const folder = join(PUBLIC_FOLDER, `meta-ads-orchestrator-${hash}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) {
    throw new StackError(
      'postgres-start-failed',
      `${folder} belongs to another user. Remove it, or move the clone to a folder that every user may enter.`,
    );
  }
  return folder;
}
