/** A command line that makes no sense; the message names the option and the rule. */
export class UsageError extends Error {}

/** As sysexits.h has it: EX_USAGE. */
const BAD_USAGE = 64;

/** Makes what `parseArgs` of node:util complains about a UsageError. */
export function asUsage<Values>(parse: () => Values): Values {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The main program of a command: `--help` shows how to use it, so does a UsageError, which is exit code 64.
 * @param run given the arguments, answers with the exit code
 */
export async function runCommand(usage: string, run: (args: readonly string[]) => Promise<number>): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    process.exitCode = await run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}\n`);
    process.exitCode = BAD_USAGE;
  }
}
