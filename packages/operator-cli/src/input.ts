import { UsageError } from './usage-error.ts';

/** What was typed after the command's name. */
export interface Input {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const RATE = /^(\d+(?:\.\d+)?)(?:\/s)?$/;

/** A write touches what works on real money: ten a second can still be watched and stopped. */
const DEFAULT_RATE = 10;
const MAX_RATE = 1_000;

export function textOf({ options }: Input, name: string): string | undefined {
  const value = options[name];
  if (value === '') throw new UsageError(`--${name} is empty.`);
  return typeof value === 'string' ? value : undefined;
}

export function isSet({ options }: Input, name: string): boolean {
  return options[name] === true;
}

/** A whole number from 1 to `max`. */
export function countOf(input: Input, name: string, limits: { readonly otherwise: number; readonly max: number }): number {
  const text = textOf(input, name);
  if (text === undefined) return limits.otherwise;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= limits.max) return count;
  throw new UsageError(`--${name} ${text}: a whole number from 1 to ${limits.max}.`);
}

/** Writes per second. */
export function rateOf(input: Input): number {
  const text = textOf(input, 'rate');
  if (text === undefined) return DEFAULT_RATE;
  const rate = Number(RATE.exec(text)?.[1]);
  if (rate > 0 && rate <= MAX_RATE) return rate;
  throw new UsageError(`--rate ${text}: writes per second, more than 0 and at most ${MAX_RATE}, such as 5 or 5/s.`);
}

export function oneOf<T extends string>(input: Input, name: string, known: readonly T[]): T | undefined {
  const text = textOf(input, name);
  const found = known.find((one) => one === text);
  if (text === undefined || found !== undefined) return found;
  throw new UsageError(`--${name} ${text}: one of ${known.join(', ')}.`);
}

/** The ids that were typed, each once. */
export function uuidsOf(input: Input, command: string): string[] {
  if (input.arguments.length === 0) throw new UsageError(`${command} needs the id of a saga, as sagas list shows it.`);
  const wrong = input.arguments.find((id) => !UUID.test(id));
  if (wrong !== undefined) throw new UsageError(`${wrong} is not the id of a saga (a UUID, as sagas list shows it).`);
  return [...new Set(input.arguments.map((id) => id.toLowerCase()))];
}

export function noArguments(input: Input, command: string): void {
  const [first] = input.arguments;
  if (first !== undefined) throw new UsageError(`${command} takes options only, not "${first}".`);
}
