import { randomBytes } from 'node:crypto';
import { catalogue, type Events, type SocialAccountConnected, type WinnerSelected } from '@mao/contracts';
import { createGraphClient } from '@mao/graph-api';
import { startFakeGraph } from '@mao/graph-api-fake';
import {
  type Codec,
  createCodec,
  createOutbox,
  type Handler,
  messagingEntities,
  messagingMigrations,
  OutboxMessage,
} from '@mao/messaging';
import { createSagaEngine, type SagaEngine, type SagaEngineOptions, sagaEntities, sagaMigrations } from '@mao/saga';
import { createLogger, createTokenCipher, newId, openDatabase, runWithTrace } from '@mao/service-kit';
import { createTestDatabase, waitFor } from '@mao/service-kit/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from '../entities/index.ts';
import { createHandlers } from '../handlers/index.ts';
import { migrations } from '../migrations/index.ts';
import { createProjection } from '../projections/on-transition.ts';
import { publishSaga } from '../publish-saga/definition.ts';
import type { PublishDeps } from '../publish-saga/deps.ts';
import { createReplicas } from '../replicas/replicas.ts';
import type { PublishTimes } from '../settings.ts';
import { type FakeControl, fakeControl } from './fake-control.ts';
import { clipPublished, socialAccountConnected, winnerSelected } from './sample-events.ts';

type EventType = keyof Events & string;

interface Written<Type extends EventType> {
  readonly key: string;
  readonly correlationId: unknown;
  readonly data: Events[Type];
}

/** Where a publication stands, as its row says. */
export interface LogRow {
  readonly id: string;
  readonly status: string;
  readonly external_id: string | null;
  readonly external_url: string | null;
  readonly reason: string | null;
}

export interface RigOptions {
  readonly faultPoint?: SagaEngineOptions<PublishDeps>['faultPoint'];
  readonly times?: Partial<PublishTimes>;
  /** How long the fake processes a video. */
  readonly processingMs?: number;
}

/** The service without Kafka: handlers are called directly, events are read from the outbox. */
export interface PublishRig extends FakeControl {
  readonly orm: MikroORM;
  readonly engine: SagaEngine;
  readonly accountId: string;
  readonly clipId: string;
  readonly abTestId: string;
  /** `askedMsAgo`: how old the event is. */
  deliver<Type extends EventType>(
    type: Type,
    data: Events[Type],
    options?: { correlationId?: string; askedMsAgo?: number },
  ): Promise<void>;
  connect(change?: Partial<SocialAccountConnected>): Promise<void>;
  select(change?: Partial<WinnerSelected>): Promise<void>;
  /** A connected account, a clip, and a winner. */
  prepare(): Promise<void>;
  /** Asks for the winner to be published. @returns the request's id */
  ask(change?: Partial<Events['WinnerPublishRequested']>, askedMsAgo?: number): Promise<string>;
  written<Type extends EventType>(type: Type): Promise<Written<Type>[]>;
  rejections(): Promise<string[]>;
  logs(): Promise<LogRow[]>;
  /** Waits until the only log has the status. */
  becomes(status: string): Promise<LogRow>;
  sql<Row>(text: string): Promise<Row[]>;
  close(): Promise<void>;
}

const TIMES: PublishTimes = { pollMs: 50, readyMs: 60_000, limitPollMs: 100, settleMs: 150 };

export async function openPublishRig(options: RigOptions = {}): Promise<PublishRig> {
  const database = await createTestDatabase();
  const server = await startFakeGraph({ processingMs: options.processingMs ?? 100 });
  const graph = createGraphClient({ baseUrl: server.url, version: 'v26.0' });
  const logger = createLogger({ service: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const orm = await openDatabase({
    url: database.url,
    applicationName: 'publisher-test',
    entities: [...entities, ...messagingEntities, ...sagaEntities],
    migrations: [...messagingMigrations, ...sagaMigrations, ...migrations],
  });
  const codec = createCodec(catalogue);
  const outbox = createOutbox<Events>({ codec, source: 'publisher', topics: ['publications', 'alerts'], wake: () => {} });
  const cipher = createTokenCipher(randomBytes(32).toString('base64'));
  const deps: PublishDeps = {
    graph,
    replicas: createReplicas(orm, cipher),
    logger,
    times: { ...TIMES, ...options.times },
    maxAttempts: 3,
    retryBaseMs: 20,
  };
  const engine = createSagaEngine<PublishDeps>({
    orm,
    definitions: [publishSaga(deps)],
    deps,
    logger,
    leaseMs: 1_000,
    onTransition: createProjection(outbox),
    ...(options.faultPoint && { faultPoint: options.faultPoint }),
  });
  engine.start();
  const accountId = newId();
  const ids = { accountId, clipId: newId(), abTestId: newId(), sealedAccessToken: cipher.encrypt('token', accountId) };
  const deliver = deliverTo(orm, createHandlers(engine, outbox));
  return {
    orm,
    engine,
    ...ids,
    ...fakeControl(server.url),
    deliver,
    ...sender(deliver, ids),
    ...reader(orm, codec),
    async close() {
      await engine.stop();
      await graph.close();
      await server.stop();
      await orm.close(true);
      await database.drop();
    },
  };
}

function deliverTo(orm: MikroORM, handlers: ReturnType<typeof createHandlers>): PublishRig['deliver'] {
  return async (type, data, { correlationId = newId(), askedMsAgo = 0 } = {}) => {
    const handler = handlers[type] as Handler<typeof data> | undefined;
    if (handler === undefined) throw new Error(`no handler for ${type}`);
    const time = new Date(Date.now() - askedMsAgo);
    const envelope = { id: newId(), type, source: 'test', time, topic: 'test', key: 'test', data };
    await runWithTrace({ correlationId }, () => orm.em.fork().transactional((em) => handler(envelope, em)));
  };
}

type Sender = Pick<PublishRig, 'connect' | 'select' | 'prepare' | 'ask'>;

function sender(
  deliver: PublishRig['deliver'],
  ids: { accountId: string; clipId: string; abTestId: string; sealedAccessToken: string },
): Sender {
  const { accountId: socialAccountId, clipId, abTestId, sealedAccessToken } = ids;
  const rig: Sender = {
    connect: (change = {}) =>
      deliver('SocialAccountConnected', socialAccountConnected({ socialAccountId, sealedAccessToken, ...change })),
    select: (change = {}) => deliver('WinnerSelected', winnerSelected({ abTestId, clipId, socialAccountId, ...change })),
    async prepare() {
      await rig.connect();
      await deliver('ClipPublished', clipPublished(clipId, socialAccountId));
      await rig.select();
    },
    async ask(change = {}, askedMsAgo = 0) {
      const requestId = newId();
      const data = { abTestId, socialAccountId, requestId, requestedBy: 'me', requestedAt: new Date(), ...change };
      await deliver('WinnerPublishRequested', data, { correlationId: requestId, askedMsAgo });
      return requestId;
    },
  };
  return rig;
}

function reader(orm: MikroORM, codec: Codec): Pick<PublishRig, 'written' | 'rejections' | 'logs' | 'becomes' | 'sql'> {
  const sql = <Row>(text: string) => orm.em.fork().execute<Row[]>(text);
  const logs = () => sql<LogRow>('select id, status, external_id, external_url, reason from publish_logs');
  async function written<Type extends EventType>(type: Type): Promise<Written<Type>[]> {
    const rows = await orm.em.fork().find(OutboxMessage, { type }, { orderBy: { seq: 'asc' } });
    return rows.map(({ topic, key, payload, headers }) => ({
      key: key ?? '',
      correlationId: headers['ce_correlationid'],
      data: codec.decode(topic, type, Buffer.from(payload ?? [])) as Events[Type],
    }));
  }
  return {
    sql,
    logs,
    written,
    rejections: async () => (await written('RequestRejected')).map(({ data }) => `${data.httpStatus} ${data.code}`),
    async becomes(status) {
      let seen: LogRow | undefined;
      try {
        return await waitFor(`status ${status}`, async () => {
          [seen] = await logs();
          return seen?.status === status ? seen : undefined;
        });
      } catch (error) {
        throw new Error(`the log is ${JSON.stringify(seen)}`, { cause: error });
      }
    },
  };
}
