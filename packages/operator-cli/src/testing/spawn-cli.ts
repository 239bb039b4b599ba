import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The program as an operator starts it, in a process of its own. */
export function spawnCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; out: string; error: string }> {
  const { NODE_OPTIONS: _ofJest, ...own } = process.env;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], { env: { ...own, ...env } }, (_error, out, error) => {
      resolve({ code: child.exitCode ?? -1, out, error });
    });
  });
}
