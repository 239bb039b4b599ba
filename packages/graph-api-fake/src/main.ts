import { readCliOptions, USAGE, UsageError } from './cli-options.ts';
import { startFakeGraph } from './server.ts';

const BAD_USAGE_EXIT_CODE = 78;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const fake = await startFakeGraph(readCliOptions(process.argv.slice(2), process.env, Date.now()));
  process.stdout.write(`graph-api-fake listening on ${fake.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(fake.stop));
}

async function stop(close: () => Promise<void>): Promise<void> {
  await close();
  process.exitCode = 0;
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  const story = error instanceof Error ? error.message : String(error);
  process.stderr.write(`graph-api-fake: ${story}\n${isUsage ? `\n${USAGE}` : ''}`);
  process.exitCode = isUsage ? BAD_USAGE_EXIT_CODE : 1;
}
