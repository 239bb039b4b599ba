import { randomBytes } from 'node:crypto';
import { type BackendSource, type KafkaHandle, startKafka, startPostgres } from '@mao/local-stack';
import {
  createKafkaClient,
  type Handlers,
  type KafkaClient,
  type Messaging,
  messagingEntities,
  messagingMigrations,
  startMessaging,
} from '@mao/messaging';
import { createLogger, createMetrics, createNotifier, openDatabase, query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BENCH_TOPICS, type BenchEvents, benchCatalogue } from './bench-events.ts';

/** One service without a domain: outbox, relay, inbox and consumer on a broker and a database of their own. */
export interface MessagingRig {
  readonly kafka: KafkaHandle;
  readonly client: KafkaClient;
  readonly postgresUrl: string;
  readonly messaging: Messaging<BenchEvents>;
  em(): EntityManager;
  /** Another process of the service, so to speak, which reads the topic from its beginning. */
  startReader(handlers: Handlers<BenchEvents>): Promise<Messaging<BenchEvents>>;
  /** Rows that the broker has not acknowledged yet. */
  unsent(): Promise<number>;
  stop(): Promise<void>;
}

const SERVICE = 'bench';

/** Starts everything; what a failed start leaves running is stopped again. @param sources never a server that others use */
export async function openRig(sources: readonly Exclude<BackendSource, 'given'>[] = ['embedded']): Promise<MessagingRig> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await open(stops, sources)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(stops: (() => Promise<unknown>)[], sources: readonly BackendSource[]): Promise<Omit<MessagingRig, 'stop'>> {
  const own = { sources, notice: (line: string) => console.log(line) };
  const kafka = await startKafka(own);
  stops.push(() => kafka.stop());
  const postgres = await startPostgres(own);
  stops.push(() => postgres.stop());

  const logger = createLogger({ service: SERVICE, level: 'silent' });
  const database = { url: postgres.url, applicationName: SERVICE };
  const orm = await openDatabase({ ...database, entities: messagingEntities, migrations: messagingMigrations, poolSize: 10 });
  stops.push(() => orm.close(true));
  const notifier = createNotifier({ ...database, logger });
  stops.push(() => notifier.close());
  const settings = { DATABASE_URL: postgres.url, KAFKA_BROKERS: kafka.brokers, KAFKA_TOPIC_PREFIX: '' };
  const start = async () => {
    const shared = { service: SERVICE, settings, catalogue: benchCatalogue, topics: BENCH_TOPICS, orm, notifier, logger };
    return startMessaging<BenchEvents>({ ...shared, metrics: createMetrics(SERVICE) });
  };
  const messaging = await start();
  stops.push(() => messaging.stop());

  const em = () => orm.em.fork();
  return {
    kafka,
    client: createKafkaClient(settings, SERVICE, logger),
    postgresUrl: postgres.url,
    messaging,
    em,
    async startReader(handlers) {
      const reader = await start();
      await reader.consume({ group: `bench-${randomBytes(3).toString('hex')}`, handlers });
      return reader;
    },
    async unsent() {
      const [row] = await query<{ n: number }>(em(), 'select count(*)::int n from outbox');
      return row?.n ?? 0;
    },
  };
}
