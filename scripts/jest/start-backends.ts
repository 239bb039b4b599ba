type Backends = { stop: () => Promise<unknown> };
type Registry = { maoTestBackends?: Promise<Backends> };

/**
 * Jest's global setup: starts PostgreSQL and Kafka once per run, however many projects ask, and tells the tests where they are.
 * TEST_DATABASE_URL and TEST_KAFKA_BROKERS, when already set, are used as they are. Should the run die, the local stack's
 * watchdog stops what it started.
 */
export default async function startBackends(): Promise<void> {
  const registry = globalThis as Registry;
  registry.maoTestBackends ??= start();
  await registry.maoTestBackends;
}

async function start(): Promise<Backends> {
  const localStack = await import('@mao/local-stack');
  const given = { postgres: process.env['TEST_DATABASE_URL'], kafka: process.env['TEST_KAFKA_BROKERS'] };
  const outcomes = await Promise.allSettled([
    given.postgres ? undefined : localStack.startPostgres({ sources: ['docker', 'embedded'], notice }),
    given.kafka ? undefined : localStack.startKafka({ sources: ['docker', 'embedded'], notice }),
  ] as const);
  const [postgres, kafka] = outcomes;
  const handles = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value ? [outcome.value] : []));
  const stop = () => Promise.all(handles.map((handle) => handle.stop()));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  if (postgres.status === 'fulfilled' && postgres.value) process.env['TEST_DATABASE_URL'] = postgres.value.url;
  if (kafka.status === 'fulfilled' && kafka.value) process.env['TEST_KAFKA_BROKERS'] = kafka.value.brokers;
  return { stop };
}

function notice(line: string): void {
  process.stderr.write(`[backends] ${line}\n`);
}
