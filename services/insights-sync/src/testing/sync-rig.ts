import { randomBytes } from 'node:crypto';
import { catalogue, type Events } from '@mao/contracts';
import { createGraphClient, type GraphClient } from '@mao/graph-api';
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
import { createLogger, createTokenCipher, newId, openDatabase, runWithTrace, type TokenCipher } from '@mao/service-kit';
import { createTestDatabase, waitFor } from '@mao/service-kit/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from '../entities/index.ts';
import { createHandlers } from '../handlers/index.ts';
import { migrations } from '../migrations/index.ts';
import { failEndedRuns } from '../runs/fail-ended-runs.ts';
import { syncSaga } from '../sync-saga/definition.ts';
import type { SyncDeps } from '../sync-saga/deps.ts';
import { createFakeCampaign } from './fake-ads.ts';
import { type FakeControl, fakeControl } from './fake-control.ts';
import { AD_ACCOUNT, campaignCreated, campaignFailed, type RigCampaign, socialAccountConnected } from './sample-events.ts';

export const INTERVAL_MS = 3_600_000;

type EventType = keyof Events & string;

/** What stands in the outbox. */
interface Written<Type extends EventType> {
  readonly key: string;
  readonly correlationId: unknown;
  readonly data: Events[Type];
}

/** Events of one account, given to the handlers as the consumer would. */
interface Sender {
  connect(options?: { revision?: number; token?: string; timezone?: string }): Promise<void>;
  disconnect(revision: number): Promise<void>;
  /** A campaign with ads at the fake, each with eight days of delivery. */
  createCampaign(options?: { ads?: number }): Promise<RigCampaign>;
  announce(campaign: RigCampaign): Promise<void>;
  fail(campaign: RigCampaign, status: string): Promise<void>;
  /** @returns the id of the request */
  request(): Promise<string>;
}

interface Reader {
  written<Type extends EventType>(type: Type): Promise<Written<Type>[]>;
  /** Waits for the end of the run that carries the request. */
  completed(requestId: string): Promise<Events['InsightsSyncCompleted']>;
  sql<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** The service without Kafka: handlers are called directly, events are read from the outbox. */
export interface SyncRig extends Sender, Reader, FakeControl {
  readonly orm: MikroORM;
  readonly engine: SagaEngine;
  readonly accountId: string;
  readonly token: string;
  close(): Promise<void>;
}

interface Parts {
  readonly orm: MikroORM;
  readonly engine: SagaEngine;
  readonly graph: GraphClient;
  readonly cipher: TokenCipher;
  readonly accountId: string;
  readonly token: string;
  readonly fake: FakeControl;
}

export async function openSyncRig(options: Pick<SagaEngineOptions<SyncDeps>, 'faultPoint'> = {}): Promise<SyncRig> {
  const database = await createTestDatabase();
  const server = await startFakeGraph();
  const graph = createGraphClient({ baseUrl: server.url, version: 'v26.0' });
  const logger = createLogger({ service: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const orm = await openDatabase({
    url: database.url,
    applicationName: 'insights-sync-test',
    entities: [...entities, ...messagingEntities, ...sagaEntities],
    migrations: [...messagingMigrations, ...sagaMigrations, ...migrations],
  });
  const codec = createCodec(catalogue);
  const outbox = createOutbox<Events>({ codec, source: 'insights-sync', topics: ['insights', 'alerts'], wake: () => {} });
  const cipher = createTokenCipher(randomBytes(32).toString('base64'));
  const engine = createSagaEngine<SyncDeps>({
    orm,
    definitions: [syncSaga({ maxRetries: 3, baseMs: 20 })],
    deps: { orm, graph, cipher, outbox, logger },
    logger,
    leaseMs: 1_500,
    onTransition: failEndedRuns(outbox),
    ...options,
  });
  engine.start();
  const fake = fakeControl(server.url);
  const parts = { orm, engine, graph, cipher, fake, accountId: newId(), token: `token-${randomBytes(8).toString('hex')}` };
  return {
    ...parts,
    ...fake,
    ...senderOf(parts),
    ...readerOf(orm, codec),
    async close() {
      await engine.stop();
      await graph.close();
      await server.stop();
      await orm.close(true);
      await database.drop();
    },
  };
}

function senderOf({ orm, engine, graph, cipher, fake, accountId, token }: Parts): Sender {
  const handlers = createHandlers(engine, INTERVAL_MS);
  async function deliver<Type extends EventType>(type: Type, data: Events[Type], correlationId = newId()): Promise<void> {
    const handler = handlers[type] as Handler<Events[Type]> | undefined;
    if (handler === undefined) throw new Error(`no handler for ${type}`);
    const envelope = { id: newId(), type, source: 'test', time: new Date(), topic: 'test', key: 'test', data };
    await runWithTrace({ correlationId }, () => orm.em.fork().transactional((em) => handler(envelope, em)));
  }
  return {
    connect({ revision = 1, token: given = token, timezone = 'UTC' } = {}) {
      const sealedAccessToken = cipher.encrypt(given, accountId);
      const event = socialAccountConnected({ socialAccountId: accountId, sealedAccessToken, revision, timezone });
      return deliver('SocialAccountConnected', event);
    },
    disconnect: (revision) =>
      deliver('SocialAccountDisconnected', { socialAccountId: accountId, revision, disconnectedAt: new Date() }),
    async createCampaign({ ads = 1 } = {}) {
      const campaignId = newId();
      const access = { adAccountId: AD_ACCOUNT, accessToken: token };
      const built = await createFakeCampaign(graph, access, { name: campaignId, ads });
      for (const id of built.adMetaIds) await fake.setTruth(id, { starts_days_ago: 8 });
      return { ...built, campaignId, requestId: newId() };
    },
    announce: (campaign) => deliver('CampaignCreated', campaignCreated(campaign, accountId), campaign.requestId),
    fail: (campaign, status) => deliver('CampaignFailed', campaignFailed(campaign, accountId, status)),
    async request() {
      const requestId = newId();
      const data = { requestId, socialAccountId: accountId, requestedBy: 'me', requestedAt: new Date() };
      await deliver('InsightsSyncRequested', data, requestId);
      return requestId;
    },
  };
}

function readerOf(orm: MikroORM, codec: Codec): Reader {
  async function written<Type extends EventType>(type: Type): Promise<Written<Type>[]> {
    const rows = await orm.em.fork().find(OutboxMessage, { type }, { orderBy: { seq: 'asc' } });
    return rows.map(({ topic, key, payload, headers }) => ({
      key: key ?? '',
      correlationId: headers['ce_correlationid'],
      data: codec.decode(topic, type, Buffer.from(payload ?? [])) as Events[Type],
    }));
  }
  return {
    written,
    async completed(requestId) {
      const event = await waitFor('the end of the run', async () =>
        (await written('InsightsSyncCompleted')).find(({ data }) => data.requestIds.includes(requestId)),
      );
      return event.data;
    },
    sql: <Row>(text: string, parameters: readonly unknown[] = []) => orm.em.fork().execute<Row[]>(text, [...parameters]),
  };
}
