import { userInfo } from 'node:os';
import type { Option } from './command.ts';
import { type Input, textOf } from './input.ts';
import { UsageError } from './usage-error.ts';

const MAX_LENGTH = 100;

/** The options of every command that writes. */
export const WRITE_OPTIONS: Readonly<Record<string, Option>> = {
  'dry-run': { type: 'boolean', summary: 'says what would be done and does nothing' },
  rate: { type: 'string', value: 'N', summary: 'at most N a second (10)' },
  as: { type: 'string', value: 'NAME', summary: 'who does it, for the audit (the user of the operating system)' },
};

/** Whom the audit names. */
export function operatorOf(input: Input): string {
  const name = textOf(input, 'as') ?? userName();
  if (name.length > MAX_LENGTH) throw new UsageError(`--as: at most ${MAX_LENGTH} characters.`);
  return name;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have a number and no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
