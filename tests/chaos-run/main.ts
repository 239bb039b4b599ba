import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.ts';
import { sizeOf } from './size.ts';

// `npm run chaos -- --minutes 10 --seed 1`: the whole system on real processes while everything goes wrong, then the checker,
// a program of its own. Ends with 0 when every invariant held.

const CHECKER = fileURLToPath(new URL('./checker/main.ts', import.meta.url));
const LEAST_MINUTES = 1.25;
const USAGE = `Usage: npm run chaos -- [--minutes N, at least ${LEAST_MINUTES}] [--density N, 1 is the full load] [--seed N] [--folder F]`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { minutes: { ...text, default: '10' }, density: { ...text, default: '1' }, seed: text, folder: text },
});
const minutes = Number(values.minutes);
const density = Number(values.density);
const seed = Number(values.seed ?? randomInt(2 ** 31));
const say = (line: string) => void process.stdout.write(`${new Date().toISOString().slice(11, 19)}  ${line}\n`);

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort(new Error('interrupted')));

async function run(): Promise<number> {
  if (!(minutes >= LEAST_MINUTES && density > 0 && Number.isInteger(seed))) throw new Error(USAGE);
  const folder = values.folder ?? join('.local', 'chaos', new Date().toISOString().replaceAll(/[:.]/g, '-'));
  say(`chaos for ${minutes} minutes with seed ${seed}; the same faults again: --seed ${seed}`);
  await runChaos({ seed, size: sizeOf(minutes, density), folder, say, signal: interrupt.signal });
  say(`checking; files and report are in ${folder}`);
  const checker = spawn(process.execPath, [CHECKER, folder], { stdio: 'inherit' });
  const [code] = (await once(checker, 'exit')) as [number | null];
  return code ?? 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  say(`the run failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
