import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../process/leftover.ts';
import { StackError } from '../stack-error.ts';

const MAX_STACKS = 20;

export type LockedFolder = { folder: string; release: () => void };

/** Takes this very folder. @throws StackError `data-folder-in-use`. */
export function lockDataFolder(folder: string): LockedFolder {
  const locked = tryLock(folder);
  if (locked) return locked;
  throw new StackError(
    'data-folder-in-use',
    `Another stack is running on ${folder}. Stop that one (Ctrl-C in its terminal) and start again; a stack of the same clone without a folder of its own choosing would take the next free one beside it.`,
  );
}

/** Takes the folder, or its subfolder `stack-2`, `stack-3`, … when other stacks of this clone are running. */
export function lockFreeDataFolder(folder: string): LockedFolder {
  for (let number = 1; number < MAX_STACKS; number += 1) {
    const locked = tryLock(number === 1 ? folder : join(folder, `stack-${number}`));
    if (locked) return locked;
  }
  return lockDataFolder(folder);
}

function tryLock(folder: string): LockedFolder | undefined {
  const file = join(folder, 'lock');
  mkdirSync(folder, { recursive: true });
  if (isHeld(file)) return undefined;
  try {
    // A pid may go to a stranger after a crash, so the command line is kept with it.
    writeFileSync(file, `${process.pid}\n${commandLine(process.pid) ?? ''}`, { flag: 'wx' });
  } catch {
    return undefined; // another start was faster
  }
  return { folder, release: () => rmSync(file, { force: true }) };
}

function isHeld(file: string): boolean {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return false; // no such file
  }
  const [pid = '', command = ''] = content.split('\n');
  if (pid !== '' && commandLine(Number(pid)) === command) return true;
  rmSync(file, { force: true }); // left by a killed run
  return false;
}
