import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asUsage, UsageError } from '../support/run-command.ts';

const LEAST_MINUTES = 1.25;

export const USAGE = `Usage: npm run chaos -- [options]

  --minutes N   how long, at least ${LEAST_MINUTES} (10)
  --density N   of the load, above 0; 1 is the full one (1)
  --seed N      the faults of an earlier run once more; default a new one, which is printed
  --folder F    for what is collected and for the report; default a new one under .local/chaos/`;

export interface ChaosOptions {
  readonly minutes: number;
  readonly density: number;
  readonly seed: number;
  readonly folder: string;
}

/** @throws UsageError that names the option and the rule */
export function readOptions(args: readonly string[]): ChaosOptions {
  const text = { type: 'string' } as const;
  const options = { minutes: text, density: text, seed: text, folder: text };
  const { values } = asUsage(() => parseArgs({ args: [...args], options }));
  const minutes = Number(values.minutes ?? 10);
  if (!(minutes >= LEAST_MINUTES))
    throw new UsageError(`--minutes must be a number from ${LEAST_MINUTES}, not "${values.minutes}".`);
  const density = Number(values.density ?? 1);
  if (!(density > 0)) throw new UsageError(`--density must be a number above 0, not "${values.density}".`);
  const seed = Number(values.seed ?? randomInt(1, 2 ** 31));
  if (!Number.isInteger(seed) || seed < 1) throw new UsageError(`--seed must be a whole number from 1, not "${values.seed}".`);
  const folder = values.folder ?? join('.local', 'chaos', new Date().toISOString().replaceAll(/[:.]/g, '-'));
  return { minutes, density, seed, folder };
}
