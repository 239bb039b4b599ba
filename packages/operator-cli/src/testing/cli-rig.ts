import { randomBytes } from 'node:crypto';
import { type CampaignCancelRequested, catalogue, type Events } from '@mao/contracts';
import { type Handler, type Messaging, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { sagaEntities, sagaMigrations } from '@mao/saga';
import { createLogger, createMetrics, createNotifier, newId, openDatabase, query } from '@mao/service-kit';
import { createTestDatabase, waitFor } from '@mao/service-kit/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Clock } from '../pacing.ts';
import { runCli } from '../run-cli.ts';

/** Plays this service: its name is its group, its database and its connections. */
export const SERVICE = 'campaign-orchestrator';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  /** What --json printed. */
  rows(): Record<string, unknown>[];
}

export interface CliRig {
  readonly orm: MikroORM;
  readonly env: NodeJS.ProcessEnv;
  /** What requests of this name (their `requestedBy`) come to: thrown by the handler, until it is deleted. */
  readonly refusals: Map<string, Error>;
  /** A service that reads its own requests; each handled one is a row of `effects`. */
  startService(): Promise<Messaging<Events>>;
  stopService(): Promise<void>;
  send(key: string, ...names: string[]): Promise<void>;
  effects(): Promise<string[]>;
  sql<T>(text: string, parameters?: readonly unknown[]): Promise<T[]>;
  cli(...args: string[]): Promise<Run>;
  /** Milliseconds that the commands would have waited between writes. Their clock stands still. */
  readonly pauses: number[];
  /** Called in such a pause. */
  onPause: () => Promise<void>;
  /** Rows of `dlq list`, once there are so many. */
  letters(count: number): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function openCliRig(): Promise<CliRig> {
  const KAFKA_BROKERS = process.env['TEST_KAFKA_BROKERS'];
  if (KAFKA_BROKERS === undefined) throw new Error('TEST_KAFKA_BROKERS is not set: run the tests through jest');
  const database = await createTestDatabase();
  const settings = { KAFKA_BROKERS, KAFKA_TOPIC_PREFIX: `t${randomBytes(5).toString('hex')}-`, DATABASE_URL: database.url };
  const env = {
    KAFKA_BROKERS,
    KAFKA_TOPIC_PREFIX: settings.KAFKA_TOPIC_PREFIX,
    DATABASE_URL_CAMPAIGN_ORCHESTRATOR: database.url,
  };
  const logger = createLogger({ service: 'cli-test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const open = (applicationName: string) =>
    openDatabase({
      url: database.url,
      applicationName,
      entities: [...messagingEntities, ...sagaEntities],
      migrations: [...messagingMigrations, ...sagaMigrations],
    });
  const orm = await open('cli-test');
  await query(orm.em.fork(), 'create table effects (id bigint generated always as identity, key text, what text)');
  const refusals = new Map<string, Error>();
  let stop: (() => Promise<void>) | undefined;
  let service: Messaging<Events> | undefined;

  const handle: Handler<CampaignCancelRequested> = async ({ key, data }, em) => {
    const refusal = refusals.get(data.requestedBy);
    if (refusal) throw refusal;
    await em.execute('insert into effects (key, what) values (?, ?)', [key, data.requestedBy]);
  };

  const rig: CliRig = {
    orm,
    env,
    refusals,
    pauses: [],
    onPause: async () => undefined,
    async startService() {
      const own = await open(SERVICE);
      const notifier = createNotifier({ url: database.url, applicationName: SERVICE, logger });
      const metrics = createMetrics(SERVICE);
      const options = {
        service: SERVICE,
        settings,
        catalogue,
        topics: ['campaign-requests'],
        orm: own,
        notifier,
        logger,
        metrics,
      };
      const messaging = await startMessaging<Events>(options);
      const retry = { inPlaceMs: 50, maxAttempts: 1_000, maxBackoffSeconds: 1 };
      await messaging.consume({ group: SERVICE, handlers: { CampaignCancelRequested: handle }, retry });
      service = messaging;
      stop = async () => {
        await messaging.stop();
        await notifier.close();
        await own.close(true);
      };
      return messaging;
    },
    async stopService() {
      await stop?.();
      stop = undefined;
    },
    async send(key, ...names) {
      const events = names.map((requestedBy) => ({
        type: 'CampaignCancelRequested' as const,
        key,
        data: { campaignId: key, requestId: newId(), requestedBy, requestedAt: new Date() },
      }));
      await orm.em.fork().transactional(async (em) => service?.outbox.append(em, events));
    },
    effects: async () => (await rig.sql<{ what: string }>('select what from effects order by id')).map(({ what }) => what),
    sql: (text, parameters) => query(orm.em.fork(), text, parameters),
    async cli(...args) {
      const clock = {
        now: () => 0,
        async sleep(ms: number) {
          rig.pauses.push(ms);
          await rig.onPause();
        },
      };
      return runHere(args, env, clock);
    },
    letters: (count) =>
      waitFor(`${count} dead letters`, async () => {
        const rows = (await rig.cli('dlq', 'list', '--json')).rows();
        return rows.length === count && rows;
      }),
    async close() {
      await rig.stopService();
      await orm.close(true);
      await database.drop();
    },
  };
  return rig;
}

async function runHere(args: readonly string[], env: NodeJS.ProcessEnv, clock: Clock): Promise<Run> {
  const lines = { out: [] as string[], error: [] as string[] };
  const terminal = { out: (text: string) => void lines.out.push(text), error: (text: string) => void lines.error.push(text) };
  const code = await runCli(args, env, terminal, clock);
  const out = lines.out.join('\n');
  return { code, out, error: lines.error.join('\n'), rows: () => JSON.parse(out) };
}
