import { randomBytes } from 'node:crypto';
import {
  createCodec,
  createKafkaClient,
  createOutbox,
  type KafkaClient,
  messagingEntities,
  messagingMigrations,
  type Outbox,
} from '@mao/messaging';
import { createLogger, createNotifier, openDatabase, query } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { rowsOf } from '../../machine/rows-of.ts';
import { type BrokerView, openBrokerView } from './broker-view.ts';
import { type DeliveryEvents, deliveryCatalogue, SERVICE, TOPICS } from './events.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { DELIVERY_TABLES } from './tables.ts';

/** Where relays of other processes listen (packages/messaging). One that is not heard costs them a poll. */
const WAKE_CHANNEL = 'messaging_outbox';
const POOL_SIZE = 20;

/** A database and topics of its own: what happens in one place is not seen in another. */
export interface Place {
  readonly client: KafkaClient;
  readonly broker: BrokerView;
  /** Of this process, which has no relay. */
  readonly outbox: Outbox<DeliveryEvents>;
  em(): EntityManager;
  sql<Row>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  count(fromAndWhere: string): Promise<number>;
  /** Once the broker has acknowledged all that was committed. */
  outboxIsEmpty(timeoutMs?: number): Promise<void>;
  start(env?: Readonly<Record<string, string>>): ServiceProcess;
  /** Ends its processes, too. */
  close(): Promise<void>;
}

export async function openPlace(backends: { readonly postgresUrl: string; readonly brokers: string }): Promise<Place> {
  const name = `delivery_${randomBytes(4).toString('hex')}`;
  await rowsOf(backends.postgresUrl, `create database ${name}`);
  const url = new URL(backends.postgresUrl);
  url.pathname = `/${name}`;
  await rowsOf(url.href, DELIVERY_TABLES);
  const settings = { DATABASE_URL: url.href, KAFKA_BROKERS: backends.brokers, KAFKA_TOPIC_PREFIX: `${name}-` };
  const logger = createLogger({ service: SERVICE, level: 'silent' });
  const database = { url: url.href, applicationName: 'delivery-writers' };
  const orm = await openDatabase({
    ...database,
    entities: messagingEntities,
    migrations: messagingMigrations,
    poolSize: POOL_SIZE,
  });
  const notifier = createNotifier({ ...database, logger });
  const client = createKafkaClient(settings, 'delivery', logger);
  const broker = await openBrokerView(client);
  const wake = (shard: number) => notifier.notify(WAKE_CHANNEL, String(shard));
  const processes = new Set<ServiceProcess>();

  const em = () => orm.em.fork();
  const sql = <Row>(text: string, parameters: readonly unknown[] = []) => query<Row>(em(), text, parameters);
  const count = async (fromAndWhere: string) =>
    (await sql<{ n: number }>(`select count(*)::int n from ${fromAndWhere}`))[0]?.n ?? 0;
  return {
    client,
    broker,
    outbox: createOutbox<DeliveryEvents>({ codec: createCodec(deliveryCatalogue), source: SERVICE, topics: TOPICS, wake }),
    em,
    sql,
    count,
    async outboxIsEmpty(timeoutMs = 120_000) {
      await waitFor('an empty outbox', async () => (await count('outbox')) === 0, { timeoutMs });
    },
    start(env = {}) {
      const started = startServiceProcess({ ...settings, ...env });
      processes.add(started);
      void started.ended.then(() => processes.delete(started));
      return started;
    },
    async close() {
      await Promise.all([...processes].map((running) => running.kill()));
      await Promise.all([broker.close(), notifier.close()]);
      await orm.close(true);
      await rowsOf(backends.postgresUrl, `drop database ${name} with (force)`);
    },
  };
}
