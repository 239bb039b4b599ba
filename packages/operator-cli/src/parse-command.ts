import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import type { Input } from './input.ts';
import { UsageError } from './usage-error.ts';

export interface Parsed {
  readonly name: string;
  readonly command: Command;
  readonly input: Input;
  readonly isJson: boolean;
  readonly wantsHelp: boolean;
}

/**
 * Finds the command (its first one or two words) and reads the options it has.
 * @returns undefined when nothing, or `help`, was typed
 * @throws UsageError
 */
export function parseCommand(commands: Readonly<Record<string, Command>>, args: readonly string[]): Parsed | undefined {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [first, second] = words[0] === 'help' ? words.slice(1) : words;
  if (first === undefined) return undefined;
  const name = commands[first] === undefined ? `${first} ${second ?? ''}`.trim() : first;
  const command = commands[name];
  if (command === undefined) throw unknownCommand(commands, name, first);
  const { values, positionals } = parsed(name, command, args);
  const { json, help, ...options } = values;
  const asked = positionals[0] === 'help';
  const rest = positionals.slice(name.split(' ').length);
  return { name, command, input: { arguments: rest, options }, isJson: json === true, wantsHelp: asked || help === true };
}

function parsed(name: string, { options = {} }: Command, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(Object.entries(options).map(([option, { type }]) => [option, { type }])),
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's own words; what follows the first sentence is advice on quoting.
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(`${name}: ${sentence.replace(/\.$/, '')}. ${name} --help shows its options.`);
  }
}

function unknownCommand(commands: Readonly<Record<string, Command>>, name: string, noun: string): UsageError {
  const near = Object.keys(commands).filter((known) => known.startsWith(`${noun} `));
  const hint = near.length > 0 ? `${noun} has: ${near.join(', ')}.` : 'npm run cli -- help lists all.';
  return new UsageError(near.length > 0 && name === noun ? `${noun} what? ${hint}` : `There is no command "${name}". ${hint}`);
}
