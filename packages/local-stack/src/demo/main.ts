import { startStack } from '../stack/start-stack.ts';
import { StackError } from '../stack-error.ts';
import { developmentToken } from '../token.ts';
import { caller } from './rest.ts';
import { tellStory } from './story.ts';

// `npm run demo`: the main job on real Kafka and PostgreSQL and the fake Graph server, start to end, then exit 0.

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort(new Error('interrupted')));

const say = (line: string): void => console.log(line);
const startedAt = Date.now();
const seconds = (): string => ((Date.now() - startedAt) / 1000).toFixed(1);

async function demo(): Promise<void> {
  say('Starting PostgreSQL, Kafka, the fake Graph server and five services …');
  const stack = await startStack({ dataDir: process.env['DATA_DIR'], signal: interrupt.signal, notice: say });
  try {
    say(`Ready after ${seconds()} s. PostgreSQL: ${stack.postgres.source}, Kafka: ${stack.kafka.source}.\n`);
    const token = developmentToken({ secret: stack.jwtSecret, role: 'admin', accounts: 'all' });
    await tellStory(caller(stack.gatewayUrl, token), caller(stack.fakeUrl), { say });
    say(
      `\nDone in ${seconds()} s: one campaign built, measured and its winner published, one refused and removed without a trace.`,
    );
  } finally {
    await stack.stop();
  }
}

try {
  await demo();
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof StackError || error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
