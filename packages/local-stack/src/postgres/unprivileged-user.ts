import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type Owner = { uid: number; gid: number };

/** PostgreSQL refuses to run as root. Returns whom to run it as: `postgres`, else `nobody`; undefined when we are not root. */
export function unprivilegedOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return findUser('postgres') ?? findUser('nobody') ?? { uid: 65_534, gid: 65_534 };
}

/** Whether `owner` may walk down to this path: every folder above it must let him pass. */
export function canReach(path: string, owner: Owner): boolean {
  const parent = dirname(path);
  if (!letsPass(parent, owner)) return false;
  return parent === dirname(parent) || canReach(parent, owner);
}

/** Hands a folder with all it holds to another user. */
export function giveTo(owner: Owner, folder: string): void {
  execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
}

function letsPass(folder: string, owner: Owner): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return true; // not made yet: we make it passable
  if (stats.uid === owner.uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === owner.gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}

function findUser(name: string): Owner | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
