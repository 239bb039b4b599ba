import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

type Program = { command: string; args: readonly string[]; env?: NodeJS.ProcessEnv };
export type ProgramEnd = { code: number; output: string };

const BIN = join(process.cwd(), 'node_modules', '.bin');

/** Runs a program of node_modules/.bin to its end. Its output is collected, or shown as it comes. */
export function runProgram(program: Program, output: 'collect' | 'show'): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(program.command, program.args, {
      env: { ...process.env, ...program.env, PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}` },
      stdio: output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
    }
    child.once('error', (error) => resolve({ code: 127, output: `${program.command} could not be started: ${error.message}` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: text }));
  });
}
