import { mkdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { startPostgres } from '@mao/local-stack';
import { runCommand } from '../support/run-command.ts';
import { workThrough } from './crew.ts';
import type { Task } from './messages.ts';
import { readOptions, type SimOptions, USAGE } from './options.ts';
import { createSummary } from './summary.ts';

// `npm run sim -- --seeds 300`: the five services in a simulated world, seed by seed. Exit 1 when a seed broke an invariant or
// did not replay identically.

const TRACES = '.local/simulation';
// It has no deadlines: whatever runs beside it goes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const MOST_REPLAYS = 5;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(options: SimOptions): Promise<boolean> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return liveThrough(options, given);
  const postgres = await startPostgres({ sources: ['docker', 'embedded'], notice: say });
  try {
    return await liveThrough(options, postgres.url);
  } finally {
    await postgres.stop();
  }
}

async function liveThrough({ from, seeds, workers, bail, isTraced }: SimOptions, url: string): Promise<boolean> {
  const summary = createSummary(say);
  const tasks = Array.from({ length: seeds }, (_, index) => taskOf(from + index, isTraced));
  await workThrough(tasks, {
    size: Math.min(workers, seeds),
    url,
    onReport(report) {
      summary.add(report);
      if (bail && summary.failed().length > 0) tasks.length = 0;
    },
  });
  // The first once more, and each that failed: in another process, after other seeds or none, it has to be the same again.
  const again = [...new Set([from, ...summary.failed()])].slice(0, MOST_REPLAYS).map((seed) => taskOf(seed, true));
  await workThrough(again, { size: 1, url, onReport: summary.compare });
  if (isTraced) say(`everything that happened: ${traceFileOf(from)}`);
  return summary.conclude();
}

function taskOf(seed: number, isTraced: boolean): Task {
  if (!isTraced) return { seed };
  mkdirSync(TRACES, { recursive: true });
  return { seed, traceFile: traceFileOf(seed) };
}

function traceFileOf(seed: number): string {
  return `${TRACES}/seed-${seed}.log`;
}

await runCommand(USAGE, async (args) => ((await main(readOptions(args))) ? 0 : 1));
