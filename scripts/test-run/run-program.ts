import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

type Program = { command: string; args: readonly string[]; env?: NodeJS.ProcessEnv };
export type ProgramEnd = { code: number; output: string };

const BIN = join(process.cwd(), 'node_modules', '.bin');

/**
 * Runs a program of node_modules/.bin to its end. Its output is collected, or shown as it comes.
 * @param limitMs when given, the program and all it has started are ended after that long, and nothing outlives it
 */
export function runProgram(program: Program, output: 'collect' | 'show', limitMs?: number): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(program.command, program.args, {
      detached: limitMs !== undefined,
      env: { ...process.env, ...program.env, PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}` },
      stdio: output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    const endGroup = () => {
      if (limitMs !== undefined && child.pid !== undefined) killGroup(child.pid);
    };
    const limit = limitMs === undefined ? undefined : setTimeout(endGroup, limitMs);
    child.once('exit', endGroup);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
    }
    child.once('error', (error) => resolve({ code: 127, output: `${program.command} could not be started: ${error.message}` }));
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, output: text });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nobody of the group was left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
