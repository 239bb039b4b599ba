import { readFileSync, rmSync } from 'node:fs';

/** Places where tests kill the process, named after what has just happened. */
export type FaultPoint =
  | 'after-business-write'
  | 'after-outbox-insert'
  | 'after-commit-before-wake'
  | 'after-claim'
  | 'after-ack-before-mark'
  | 'after-mark-before-release'
  | 'after-decode'
  | 'after-inbox-insert'
  | 'after-commit-before-offset'
  | (string & {});

const [armedName, armedCount] = (process.env['CRASH_AT'] ?? '').split('#');
const trapFile = process.env['CRASH_TRAP'];
let remaining = Number(armedCount ?? 1);

/**
 * Kills the process without any clean-up, for tests; does nothing otherwise. Armed by the environment in two ways:
 * `CRASH_AT=<name>` (or `<name>#n`: at the n-th pass) from the start, or `CRASH_TRAP=<file>` once that file holds the name.
 * A trap springs once: its file goes before the process does.
 */
export function faultPoint(name: FaultPoint): void {
  if (name === armedName) {
    remaining -= 1;
    if (remaining === 0) die();
  }
  if (trapFile !== undefined && trapAt(trapFile) === name) {
    rmSync(trapFile);
    die();
  }
}

function trapAt(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const die = () => process.kill(process.pid, 'SIGKILL');
