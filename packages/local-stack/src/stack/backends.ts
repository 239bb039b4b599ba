import { join } from 'node:path';
import type { BackendHandle } from '../backend.ts';
import type { KafkaHandle } from '../kafka/options.ts';
import { startKafka } from '../kafka/start-kafka.ts';
import type { PostgresHandle } from '../postgres/options.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import type { Cleanup } from './cleanup.ts';
import type { StackOptions } from './options.ts';

// Away from the usual 5432 and 9092, which may be a developer's own.
const POSTGRES_PORT = 15_432;
const KAFKA_PORT = 19_092;

type Backends = { postgres: PostgresHandle; kafka: KafkaHandle };

/** Starts PostgreSQL and Kafka side by side. When one fails, the other is still left to the cleanup. */
export async function startBackends(
  options: StackOptions,
  dataDir: string,
  password: string,
  cleanup: Cleanup,
): Promise<Backends> {
  const { sources, notice, isTemporary } = options;
  const prefers = (port: number) => ((options.usesRandomPorts ?? isTemporary) ? undefined : port);
  const stopLater = <T extends BackendHandle>(handle: T): T => {
    cleanup.add(() => handle.stop());
    return handle;
  };
  const [postgres, kafka] = await Promise.allSettled([
    startPostgres({
      url: options.postgresUrl,
      dataDir: isTemporary ? undefined : join(dataDir, 'postgres'),
      preferredPort: prefers(POSTGRES_PORT),
      password,
      logFile: isTemporary ? undefined : join(dataDir, 'logs', 'postgres.log'),
      sources,
      notice,
    }).then(stopLater),
    startKafka({
      brokers: options.kafkaBrokers,
      dataDir: isTemporary ? undefined : join(dataDir, 'kafka'),
      preferredPort: prefers(KAFKA_PORT),
      logFile: isTemporary ? undefined : join(dataDir, 'logs', 'kafka.log'),
      sources,
      notice,
    }).then(stopLater),
  ]);
  if (postgres.status === 'rejected') throw postgres.reason;
  if (kafka.status === 'rejected') throw kafka.reason;
  return { postgres: postgres.value, kafka: kafka.value };
}
