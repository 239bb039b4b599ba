import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { StackError } from '../stack-error.ts';
import { forget, watch } from './watchdog.ts';

export type ProcessEnd = { code: number | null; signal: NodeJS.Signals | null };

export type ManagedProcess = {
  readonly pid: number;
  /** Settles when the process has ended, however it ended. */
  readonly ended: Promise<ProcessEnd>;
  readonly isRunning: boolean;
  /** Asks it to stop, and kills it when it does not within the grace period. */
  stop(graceMs?: number): Promise<ProcessEnd>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<ProcessEnd>;
  pause(): void;
  resume(): void;
};

export type ProcessOptions = {
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** stdout and stderr are appended to it by the process itself, so nothing is lost when ours is busy or dead. */
  logFile: string;
  /** Holds the pid while it runs; what `stopLeftover` looks at after a crash. */
  pidFile?: string;
  owner?: { uid: number; gid: number };
  stopSignal?: NodeJS.Signals;
};

const STOP_GRACE_MS = 15_000;

/**
 * Starts a child process that cannot outlive this one (see watchdog.ts).
 * It gets a process group of its own: a Ctrl-C in the terminal reaches our process alone, which stops its children in order.
 * @throws StackError `process-start-failed` when the program cannot be executed.
 */
export async function startProcess(options: ProcessOptions): Promise<ManagedProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args, {
    env: options.env ?? process.env,
    cwd: options.cwd,
    detached: true,
    stdio: ['ignore', log, log],
    ...options.owner,
  });
  closeSync(log);
  const stopSignal = options.stopSignal ?? 'SIGTERM';
  const { pid } = child;
  if (pid === undefined) throw await startFailure(options.command, child);
  watch(pid, stopSignal);
  if (options.pidFile) writeFileSync(options.pidFile, `${pid}\n`);

  let end: ProcessEnd | undefined;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      end = { code, signal };
      forget(pid);
      if (options.pidFile) rmSync(options.pidFile, { force: true });
      resolve(end);
    });
  });
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return {
    pid,
    ended,
    get isRunning() {
      return end === undefined;
    },
    async stop(graceMs = STOP_GRACE_MS) {
      child.kill(stopSignal);
      child.kill('SIGCONT'); // a paused process cannot act on a signal
      const timer = setTimeout(kill, graceMs);
      return ended.finally(() => clearTimeout(timer));
    },
    kill,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

function startFailure(command: string, child: ReturnType<typeof spawn>): Promise<StackError> {
  return new Promise((resolve) => {
    child.once('error', (cause) => {
      resolve(new StackError('process-start-failed', `Could not start ${command}: ${cause.message}.`, { cause }));
    });
  });
}
