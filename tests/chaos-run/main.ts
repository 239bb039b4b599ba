import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../support/run-command.ts';
import { readOptions, USAGE } from './options.ts';
import { runChaos } from './run-chaos.ts';
import { sizeOf } from './size.ts';

// `npm run chaos -- --minutes 10 --seed 1`: the whole system on real processes while everything goes wrong, then the checker,
// a program of its own. Ends with 0 when every invariant held.

const CHECKER = fileURLToPath(new URL('./checker/main.ts', import.meta.url));

const say = (line: string) => void process.stdout.write(`${new Date().toISOString().slice(11, 19)}  ${line}\n`);

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort(new Error('interrupted')));

await runCommand(USAGE, async (args) => {
  const { minutes, density, seed, folder } = readOptions(args);
  say(`chaos for ${minutes} minutes with seed ${seed}; the same faults again: --seed ${seed}`);
  try {
    await runChaos({ seed, size: sizeOf(minutes, density), folder, say, signal: interrupt.signal });
  } catch (error) {
    say(`the run failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  say(`checking; files and report are in ${folder}`);
  const checker = spawn(process.execPath, [CHECKER, folder], { stdio: 'inherit' });
  const [code] = (await once(checker, 'exit')) as [number | null];
  return code ?? 1;
});
