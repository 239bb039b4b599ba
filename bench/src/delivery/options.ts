import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';
import type { Part, Size } from './part.ts';

export const DELIVERY_USAGE = `delivery       what is lost, doubled or out of order while relays, consumers and PostgreSQL are killed, and at what speed
  --only M2,M15   of M2, M10, M14, M15, M16, M17, M29; default all
  --share S       of the counts and durations that the requirements state, above 0 and at most 1; default 1
  --rounds R      runs of each measurement of speed; default 5
  --seed N        of what happens at random; default a new one, which is printed
  --output FILE   default bench/results/delivery-<date>.json`;

const DEFAULT_ROUNDS = 5;
const MAX_SEED = 2_000_000_000;

export interface DeliveryOptions extends Size {
  readonly parts: readonly Part[];
  readonly output: string | undefined;
}

/** @throws UsageError */
export function readDeliveryOptions(args: readonly string[], all: readonly Part[]): DeliveryOptions {
  const values = parse(args);
  const share = Number(values.share ?? 1);
  if (!(share > 0 && share <= 1)) throw new UsageError('--share must be a number above 0 and at most 1.');
  return {
    parts: readParts(values.only, all),
    share,
    rounds: whole(values.rounds, 'rounds') ?? DEFAULT_ROUNDS,
    seed: whole(values.seed, 'seed') ?? 1 + Math.floor(Math.random() * MAX_SEED),
    output: values.output,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { only: text, share: text, rounds: text, seed: text, output: text } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readParts(text: string | undefined, all: readonly Part[]): readonly Part[] {
  if (text === undefined) return all;
  const ids = text.split(',');
  const unknown = ids.find((id) => !all.some((part) => part.id === id));
  if (unknown !== undefined) throw new UsageError(`--only knows ${all.map(({ id }) => id).join(', ')}, not ${unknown}.`);
  return all.filter((part) => ids.includes(part.id));
}

function whole(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > MAX_SEED)
    throw new UsageError(`--${name} must be a whole number from 1 on.`);
  return Number(text);
}
