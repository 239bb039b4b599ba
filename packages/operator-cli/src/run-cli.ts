import { errorMessage } from '@mao/service-kit';
import type { Answer } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { helpOf, helpOfAll } from './help.ts';
import { type Clock, realClock } from './pacing.ts';
import { type Parsed, parseCommand } from './parse-command.ts';
import { serviceDatabases } from './service-databases.ts';
import { asBlocks, asTable } from './table.ts';
import { UsageError } from './usage-error.ts';

const DONE = 0;
const FAILED = 1;
const USAGE_ERROR = 64; // sysexits.h

export interface Terminal {
  out(text: string): void;
  error(text: string): void;
}

/** One run of the program. @returns its exit code */
export async function runCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
  clock: Clock = realClock,
): Promise<number> {
  try {
    const parsed = parseCommand(COMMANDS, args);
    if (parsed === undefined) {
      terminal.out(helpOfAll(COMMANDS));
      return args.some((arg) => arg === 'help' || arg === '--help' || arg === '-h') ? DONE : USAGE_ERROR;
    }
    if (parsed.wantsHelp) {
      terminal.out(helpOf(parsed.name, parsed.command));
      return DONE;
    }
    const answer = await parsed.command.run({ env, databases: serviceDatabases(env), clock }, parsed.input);
    return show(terminal, parsed, answer);
  } catch (error) {
    terminal.error(errorMessage(error));
    return error instanceof UsageError ? USAGE_ERROR : FAILED;
  }
}

function show(terminal: Terminal, { isJson }: Parsed, { rows, isDetailed = false, notes = [], failure }: Answer): number {
  if (isJson) terminal.out(JSON.stringify(rows, null, 2));
  else terminal.out(isDetailed ? asBlocks(rows) : asTable(rows));
  for (const note of notes) terminal.error(note);
  if (failure === undefined) return DONE;
  terminal.error(failure);
  return FAILED;
}
