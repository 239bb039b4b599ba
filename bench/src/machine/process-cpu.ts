import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time in hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;

interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

/**
 * CPU time that each process has used so far, its children included (PostgreSQL works in those).
 * undefined where there is no /proc.
 */
export function cpuTimes(pids: Readonly<Record<string, number>>): Readonly<Record<string, number>> | undefined {
  const all = readAll();
  if (all === undefined) return undefined;
  const used = (pid: number): number =>
    all.filter((entry) => entry.pid === pid || entry.parent === pid).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, used(pid)]));
}

function readAll(): readonly ProcessTime[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readOne(name) ?? []);
  } catch {
    return undefined;
  }
}

function readOne(pid: string): ProcessTime | undefined {
  try {
    // After the name in parentheses: state, ppid, … the 12th to 15th are utime, stime, and both of the children that have ended.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid: Number(pid), parent: Number(fields[1]), cpuMs: ticks * TICK_MS };
  } catch {
    return undefined; // it ended meanwhile
  }
}
