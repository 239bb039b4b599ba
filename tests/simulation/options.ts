import { parseArgs } from 'node:util';
import { asUsage, UsageError } from '../support/run-command.ts';

export const USAGE = `Usage: npm run sim -- [options]

  --seeds N     how many seeds to live through (300)
  --from N      the first of them (1)
  --seed N      this seed alone, with everything that happens in .local/simulation/
  --workers N   processes at a time (2)
  --bail        stop at the first seed that fails`;

export interface SimOptions {
  readonly from: number;
  readonly seeds: number;
  readonly workers: number;
  readonly isTraced: boolean;
  readonly bail: boolean;
}

/** @throws UsageError that names the option and the rule */
export function readOptions(args: readonly string[]): SimOptions {
  const text = { type: 'string' } as const;
  const options = { seeds: text, from: text, seed: text, workers: text, bail: { type: 'boolean' } } as const;
  const { values } = asUsage(() => parseArgs({ args: [...args], options }));
  const { bail = false } = values;
  const number = (name: 'seeds' | 'from' | 'seed' | 'workers', without: number): number => {
    const text = values[name];
    if (text === undefined) return without;
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} must be a whole number from 1, not "${text}".`);
    return value;
  };
  const workers = number('workers', 2);
  if (values.seed === undefined) return { from: number('from', 1), seeds: number('seeds', 300), workers, bail, isTraced: false };
  return { from: number('seed', 1), seeds: 1, workers: 1, bail, isTraced: true };
}
