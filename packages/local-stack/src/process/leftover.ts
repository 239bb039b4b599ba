import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { waitFor } from '../wait-for.ts';

const GRACE_MS = 10_000;

/**
 * Stops what an earlier run left behind when both it and its watchdog were killed.
 * A pid alone proves nothing, the system hands them out again: the command line must contain `marker` too.
 */
export async function stopLeftover(pidFile: string, marker: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const pid = readPid(pidFile);
  // A dead pid's file stays: PostgreSQL reads more than the pid from its own.
  if (pid === undefined || !exists(pid)) return;
  if (!commandLine(pid)?.includes(marker)) {
    // The pid went to a stranger, or to a dead process nobody has collected: PostgreSQL would take either for itself.
    rmSync(pidFile, { force: true });
    return;
  }
  process.kill(pid, signal);
  process.kill(pid, 'SIGCONT');
  const isGone = async () => !commandLine(pid)?.includes(marker);
  await waitFor(isGone, { what: `leftover process ${pid} to stop`, timeoutMs: GRACE_MS }).catch(() =>
    process.kill(pid, 'SIGKILL'),
  );
}

/** The pid on the first line of a file, if there is such a file and such a line. */
function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined; // no file: a clean exit
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The command line of a running process, undefined when there is none with this pid (or only a dead one). */
export function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined; // no such process
  }
}
