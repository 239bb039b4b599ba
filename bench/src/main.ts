import { DELIVERY_USAGE } from './delivery/options.ts';
import { delivery } from './delivery/scenario.ts';
import { EVALUATE_USAGE, evaluate } from './evaluate/scenario.ts';
import { INSIGHTS_USAGE, insights } from './insights/scenario.ts';
import { MESSAGING_USAGE, messaging } from './messaging/scenario.ts';
import { ORCHESTRATE_USAGE } from './orchestrate/options.ts';
import { orchestrate } from './orchestrate/scenario.ts';
import { UsageError } from './usage-error.ts';

// `npm run bench -- <scenario> [options]`: measures, prints, and writes the raw results under bench/results/.

/** @returns whether every measured operation succeeded */
type Scenario = (args: readonly string[], signal: AbortSignal) => Promise<boolean>;

const SCENARIOS: Readonly<Record<string, Scenario>> = { delivery, evaluate, insights, messaging, orchestrate };
const USAGE = `Usage: npm run bench -- SCENARIO [options]\n\n${ORCHESTRATE_USAGE}\n\n${EVALUATE_USAGE}\n\n${INSIGHTS_USAGE}\n\n${MESSAGING_USAGE}\n\n${DELIVERY_USAGE}`;
const BAD_USAGE = 64;

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort(new Error('interrupted')));

async function main([name = 'orchestrate', ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === 'help') {
    console.log(USAGE);
    return 0;
  }
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new UsageError(`There is no scenario named ${name}.`);
  return (await scenario(args, interrupt.signal)) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = BAD_USAGE;
  } else {
    console.error(`\nThe benchmark failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = 1;
  }
}
