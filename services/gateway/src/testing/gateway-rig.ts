import { randomBytes } from 'node:crypto';
import { catalogue, type Events } from '@mao/contracts';
import {
  type Codec,
  createCodec,
  createOutbox,
  type Handler,
  messagingEntities,
  messagingMigrations,
  OutboxMessage,
} from '@mao/messaging';
import {
  createLogger,
  createNotifier,
  createTokenCipher,
  type HttpServer,
  type Notifier,
  newId,
  openDatabase,
  startHttpServer,
} from '@mao/service-kit';
import { createTestDatabase } from '@mao/service-kit/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Router } from 'express';
import jwt from 'jsonwebtoken';
import { entities } from '../entities/index.ts';
import { createHandlers } from '../handlers/index.ts';
import { createApp } from '../http/app.ts';
import type { GatewayContext } from '../http/context.ts';
import { migrations } from '../migrations/index.ts';
import { createWaiters } from '../operations/waiters.ts';
import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy.ts';
import { type GatewayCaller, gatewayCaller } from './gateway-caller.ts';

type EventType = keyof Events & string;

const SECRET = 'a secret of more than 32 characters!';
const logger = createLogger({ service: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

/** One gateway process: its HTTP side and its handlers, without Kafka. */
export interface GatewayProcess extends GatewayCaller {
  readonly context: GatewayContext;
  /** As the consumer would, but without the inbox: a second time is a second time. */
  deliver<Type extends EventType>(type: Type, data: Events[Type]): Promise<void>;
  stop(): Promise<void>;
}

/** A database of its own, one gateway process on it, and as many more as a test wants. */
export interface GatewayRig extends GatewayProcess {
  readonly orm: MikroORM;
  /** The way of all processes to the database. */
  readonly proxy: CuttableProxy;
  /** What stands in the outbox: nobody publishes it here. */
  written<Type extends EventType>(type: Type): Promise<{ correlationId: unknown; data: Events[Type] }[]>;
  sql<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  startAnother(): Promise<GatewayProcess>;
  close(): Promise<void>;
}

export async function openGatewayRig(): Promise<GatewayRig> {
  const database = await createTestDatabase();
  const proxy = await startCuttableProxy(database.url);
  const codec = createCodec(catalogue);
  const key = randomBytes(32).toString('base64');
  const started: GatewayProcess[] = [];
  const start = async (): Promise<GatewayProcess> => {
    const process = await startProcess(proxy.url, codec, key);
    started.push(process);
    return process;
  };
  const first = await start();
  const { orm } = first.context;
  return {
    ...first,
    orm,
    proxy,
    written: (type) => written(orm, codec, type),
    sql: <Row>(text: string, parameters: readonly unknown[] = []) => orm.em.fork().execute<Row[]>(text, [...parameters]),
    startAnother: start,
    async close() {
      await Promise.all(started.map((process) => process.stop()));
      await proxy.close();
      await database.drop();
    },
  };
}

async function startProcess(url: string, codec: Codec, tokenKey: string): Promise<GatewayProcess> {
  const applicationName = 'gateway-test';
  const orm = await openDatabase({
    url,
    applicationName,
    entities: [...entities, ...messagingEntities],
    migrations: [...messagingMigrations, ...migrations],
    poolSize: 16,
  });
  const notifier = createNotifier({ url, applicationName, logger });
  const topics = ['clips', 'social-accounts', 'campaign-requests', 'insights-requests'];
  const context = {
    orm,
    outbox: createOutbox<Events>({ codec, source: 'gateway', topics, wake: () => {} }),
    notifier,
    waiters: createWaiters(orm, notifier),
    cipher: createTokenCipher(tokenKey),
    logger,
    settings: { JWT_SECRET: SECRET, JWT_ISSUER: 'test', JWT_AUDIENCE: 'test' } as GatewayContext['settings'],
  };
  const server = await startHttpServer(createApp(context, Router()), 0, '127.0.0.1');
  return {
    context,
    ...gatewayCaller(`http://127.0.0.1:${server.port}`, adminToken()),
    deliver: deliverTo(orm, notifier, context.outbox),
    stop: () => stop(server, context),
  };
}

async function stop(server: HttpServer, { waiters, notifier, orm }: GatewayContext): Promise<void> {
  await server.stop(0);
  waiters.close();
  await notifier.close();
  await orm.close(true);
}

function deliverTo(orm: MikroORM, notifier: Notifier, outbox: GatewayContext['outbox']): GatewayProcess['deliver'] {
  const handlers = createHandlers(notifier, outbox);
  return async (type, data) => {
    const handler = handlers[type] as Handler<typeof data> | undefined;
    if (handler === undefined) throw new Error(`no handler for ${type}`);
    const envelope = { id: newId(), type, source: 'test', time: new Date(), topic: 'test', key: 'test', data };
    await orm.em.fork().transactional((em) => handler(envelope, em));
  };
}

async function written<Type extends EventType>(orm: MikroORM, codec: Codec, type: Type) {
  const rows = await orm.em.fork().find(OutboxMessage, { type }, { orderBy: { seq: 'asc' } });
  return rows.map(({ topic, payload, headers }) => ({
    correlationId: headers['ce_correlationid'],
    data: codec.decode(topic, type, Buffer.from(payload ?? [])) as Events[Type],
  }));
}

const adminToken = (): string =>
  jwt.sign({ role: 'admin', accounts: ['*'] }, SECRET, { issuer: 'test', audience: 'test', subject: 'me', expiresIn: 600 });
