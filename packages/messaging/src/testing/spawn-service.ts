import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@mao/service-kit/testing';
import type { TestRig } from './test-rig.ts';

const SERVICE = fileURLToPath(new URL('../../fixtures/service.ts', import.meta.url));

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  hasExited(): boolean;
  stdout(): string;
  stderr(): string;
  ready(): Promise<void>;
}

/** Starts the fixture service on the rig's database and topics. */
export function spawnService(rig: TestRig, env: Record<string, string>): ServiceProcess {
  // The last two are set by `npm run planted` only.
  const inherited = {
    PATH: process.env['PATH'] ?? '',
    NODE_OPTIONS: process.env['CHILD_NODE_OPTIONS'] ?? '',
    PLANTED_BUG: process.env['PLANTED_BUG'] ?? '',
  };
  const child = spawn(process.execPath, [SERVICE], {
    env: { ...inherited, ...rig.settings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    child,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    stdout: () => out,
    stderr: () => err,
    ready: async () => {
      await waitFor(`the service to be ready; it said: ${err}`, () => out.includes('ready'), { timeoutMs: 40_000 });
    },
  };
}
