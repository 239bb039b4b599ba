import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { catalogue, type Events } from '@mao/contracts';
import { type Messaging, messagingEntities, messagingMigrations, startMessaging } from '@mao/messaging';
import { createLogger, createMetrics, createNotifier, type Notifier, openDatabase, systemClock } from '@mao/service-kit';
import { createTestDatabase, type TestDatabase, waitFor } from '@mao/service-kit/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from './entities/index.ts';
import { createHandlers } from './handlers/index.ts';
import { CATCH_UP_MS, createPatience, RETRY } from './handlers/patience.ts';
import { migrations } from './migrations/index.ts';
import { abTestRequested, campaignCreated, newCampaign } from './testing/sample-events.ts';

const logger = createLogger({ service: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

let database: TestDatabase;
let orm: MikroORM;
let notifier: Notifier;
let messaging: Messaging<Events>;
let answered: string[];

/** One process that writes the requests and answers them. */
/** How far the clock of those who wait is ahead. */
let shiftMs = 0;

beforeEach(async () => {
  answered = [];
  database = await createTestDatabase();
  const applicationName = 'ab-evaluator-test';
  orm = await openDatabase({
    url: database.url,
    applicationName,
    entities: [...entities, ...messagingEntities],
    migrations: [...messagingMigrations, ...migrations],
  });
  notifier = createNotifier({ url: database.url, applicationName, logger });
  messaging = await startMessaging<Events>({
    service: 'ab-evaluator',
    settings: {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'] ?? '',
      KAFKA_TOPIC_PREFIX: `t${randomBytes(5).toString('hex')}-`,
    },
    catalogue,
    topics: ['campaigns', 'ab-test-requests', 'ab-tests'],
    orm,
    notifier,
    logger,
    metrics: createMetrics('test'),
  });
  const answers = messaging.outbox;
  // RequestRejected is on the campaigns topic too, which this process writes for the orchestrator.
  const outbox: typeof answers = {
    async append(em, events) {
      const list = [events].flat();
      await answers.append(em, list.map((event) => ({ ...event, topic: 'ab-tests' })) as typeof events);
      answered.push(...list.map(({ type }) => type));
    },
  };
  shiftMs = 0;
  const patience = createPatience(() => new Date(Date.now() + shiftMs));
  const deps = { outbox, clock: systemClock, patience, settleHours: 3, intervalMs: 86_400_000 };
  await messaging.consume({ group: 'ab-evaluator', handlers: createHandlers(deps), retry: RETRY });
});

afterEach(async () => {
  await messaging.stop();
  await notifier.close();
  await orm.close(true);
  await database.drop();
});

const count = async (from: string) =>
  (await orm.em.fork().execute<{ n: number }[]>(`select count(*)::int as n from ${from}`))[0]?.n ?? 0;

it('a request that outruns its campaign waits for it; one whose campaign never comes is refused after its time', async () => {
  const [known, unknown] = [newCampaign(), newCampaign()];
  const requests = [known, unknown].map((campaign) => {
    const data = abTestRequested(campaign, new Date());
    return { type: 'AbTestRequested', key: data.abTestId, data } as const;
  });
  await orm.em.fork().transactional((em) => messaging.outbox.append(em, requests));
  await waitFor('both to wait', async () => (await count('parked_messages')) === 2);
  const created = { type: 'CampaignCreated', key: known.campaignId, data: campaignCreated(known) } as const;
  await orm.em.fork().transactional((em) => messaging.outbox.append(em, created));
  await waitFor('the one that is known to be answered', () => answered.length > 0);
  expect(answered).toEqual(['AbTestCreated']);
  shiftMs = CATCH_UP_MS;
  await waitFor('the other one to be refused', () => answered.length > 1);
  expect(answered).toEqual(['AbTestCreated', 'RequestRejected']);
  expect(await count('meta_ab_tests')).toBe(1);
  await waitFor('nothing to be parked', async () => (await count('parked_messages')) === 0);
});
