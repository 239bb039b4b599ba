import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@mao/service-kit/testing';

const MAIN = fileURLToPath(new URL('./service.ts', import.meta.url));
/** On a machine that is busy with killing and starting others. */
const START_PATIENCE = { timeoutMs: 60_000, everyMs: 20 };

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServiceProcess {
  /** Settles when the process has ended, however it ended. */
  readonly ended: Promise<End>;
  isRunning(): boolean;
  /** Resolves with its address once everything is started; it need not have its partitions yet. */
  ready(): Promise<string>;
  isReady(): boolean;
  /** SIGKILL. */
  kill(): Promise<End>;
  /** SIGTERM, as an orderly stop. */
  stop(): Promise<End>;
  /** What its handlers do from now on, see service.ts. */
  tell(order: 'hold' | 'release'): void;
}

/** Starts a process of the small service; it cannot outlive this one. */
export function startServiceProcess(env: Readonly<Record<string, string>>): ServiceProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...inherited(), ...env },
    cwd: tmpdir(), // where a process that aborts may leave its core
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = { address: undefined as string | undefined, errors: '' };
  child.stdout?.on('data', (data: Buffer) => {
    const port = /"port":(\d+),"msg":"listening"/.exec(data.toString())?.[1];
    if (port !== undefined) output.address = `http://127.0.0.1:${port}`;
  });
  child.stderr?.on('data', (data: Buffer) => {
    output.errors = (output.errors + data.toString()).slice(-2_000);
  });
  const ended = new Promise<End>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    ended,
    isRunning,
    async ready() {
      await waitFor('a service to start', () => !isRunning() || output.address !== undefined, START_PATIENCE);
      if (output.address === undefined) throw new Error(`A service ended while it started:\n${output.errors}`);
      return output.address;
    },
    isReady: () => isRunning() && output.address !== undefined,
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    tell: (order) => void child.send(order),
  };
}

/** The last two plant a bug in the service (tests/planted-bugs), to see that a measurement notices it. */
function inherited(): Record<string, string> {
  const { PATH = '', CHILD_NODE_OPTIONS = '', PLANTED_BUG = '' } = process.env;
  return { PATH, NODE_OPTIONS: CHILD_NODE_OPTIONS, PLANTED_BUG };
}
