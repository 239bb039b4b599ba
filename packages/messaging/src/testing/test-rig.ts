import { randomBytes } from 'node:crypto';
import { createLogger, createMetrics, createNotifier, type Metrics, type Notifier, openDatabase, query } from '@mao/service-kit';
import { createTestDatabase } from '@mao/service-kit/testing';
import { Migration } from '@mikro-orm/migrations';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Handlers } from '../envelope.ts';
import { createKafkaClient, type KafkaClient } from '../kafka/kafka-client.ts';
import { type Messaging, startMessaging } from '../start-messaging.ts';
import { messagingEntities } from '../tables/messaging-entities.ts';
import { messagingMigrations } from '../tables/messaging-migrations.ts';
import { type TestEvents, testCatalogue } from './test-catalogue.ts';

/** What handlers of the tests write: one row per effect, in the order of their commits. */
class CreateEffects extends Migration {
  override up(): void {
    this.addSql(`create table effects (id bigint generated always as identity, key text, number int, event_id text, trace text)`);
    this.addSql(`create table orders (id text, number int)`);
  }
}

export interface TestRig {
  readonly orm: MikroORM;
  readonly databaseUrl: string;
  readonly settings: { DATABASE_URL: string; KAFKA_BROKERS: string; KAFKA_TOPIC_PREFIX: string };
  readonly client: KafkaClient;
  em(): EntityManager;
  sql<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** A service of this rig's database and topics; several of one rig are replicas. */
  start(options?: {
    handlers?: Handlers<TestEvents>;
    group?: string;
    inPlaceMs?: number;
    maxAttempts?: number;
    metrics?: Metrics;
  }): Promise<Messaging<TestEvents>>;
  close(): Promise<void>;
}

export const testLogger = createLogger({ service: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

/** A database of its own and a topic prefix of its own on the shared backends. */
export async function openTestRig(): Promise<TestRig> {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  if (brokers === undefined)
    throw new Error('TEST_KAFKA_BROKERS is not set: run the tests through jest, whose setup starts Kafka');
  const database = await createTestDatabase();
  const databaseUrl = database.url;
  const settings = {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: `t${randomBytes(5).toString('hex')}-`,
  };
  const orm = await openDatabase({
    url: databaseUrl,
    applicationName: 'messaging-test',
    entities: messagingEntities,
    migrations: [...messagingMigrations, { name: 'test-effects', class: CreateEffects }],
    poolSize: 20,
  });
  const closers: (() => Promise<void>)[] = [];
  const notifiers: Notifier[] = [];

  return {
    orm,
    databaseUrl,
    settings,
    client: createKafkaClient(settings, 'test', testLogger),
    em: () => orm.em.fork(),
    sql: (text, parameters) => query(orm.em.fork(), text, parameters),
    async start(options = {}) {
      const notifier = createNotifier({ url: databaseUrl, applicationName: 'messaging-test', logger: testLogger });
      notifiers.push(notifier);
      const messaging = await startMessaging<TestEvents>({
        service: 'test',
        settings,
        catalogue: testCatalogue,
        topics: ['orders', 'bills'],
        orm,
        notifier,
        logger: testLogger,
        metrics: options.metrics ?? createMetrics('test'),
      });
      closers.push(() => messaging.stop());
      if (options.handlers) {
        const { inPlaceMs = 400, maxAttempts = 5 } = options;
        const retry = { inPlaceMs, maxAttempts, maxBackoffSeconds: 1 };
        await messaging.consume({ group: options.group ?? 'test', handlers: options.handlers, retry });
      }
      return messaging;
    },
    async close() {
      await Promise.all(closers.map((close) => close()));
      await Promise.all(notifiers.map((notifier) => notifier.close()));
      await orm.close(true);
      await database.drop();
    },
  };
}
