import { type AbTestEvaluationRequested, type AbTestRequested, catalogue, type Events } from '@mao/contracts';
import {
  type Codec,
  createCodec,
  createOutbox,
  type Handler,
  messagingEntities,
  messagingMigrations,
  OutboxMessage,
} from '@mao/messaging';
import { createLogger, newId, openDatabase, runWithTrace } from '@mao/service-kit';
import { createTestDatabase } from '@mao/service-kit/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from '../entities/index.ts';
import type { RequestDeps } from '../handlers/deps.ts';
import { createHandlers } from '../handlers/index.ts';
import { createPatience } from '../handlers/patience.ts';
import { judgeDueTest } from '../jobs/schedule-evaluations.ts';
import { migrations } from '../migrations/index.ts';
import {
  abTestRequested,
  campaignCreated,
  campaignFailed,
  type Day,
  insightsRow,
  newCampaign,
  type RigCampaign,
} from './sample-events.ts';

const DAY_MS = 86_400_000;

type EventType = keyof Events & string;
type Force = Pick<AbTestEvaluationRequested, 'force' | 'reasonForForce'>;

/** Events given to the handlers as the consumer would give them. */
interface Sender {
  deliver<Type extends EventType>(type: Type, data: Events[Type], eventId?: string): Promise<void>;
  /** What Meta has reported: days of the first and of the second ad. */
  report(days: readonly [readonly Day[], readonly Day[]]): Promise<void>;
  /** @returns the id of the test */
  createTest(differences?: Partial<AbTestRequested>): Promise<string>;
  /** @returns the id of the request */
  evaluate(abTestId: string, force?: Force): Promise<string>;
  archive(abTestId: string): Promise<string>;
  removeCampaign(status?: string): Promise<void>;
}

interface Reader {
  /** What stands in the outbox, oldest first. */
  written<Type extends EventType>(type: Type): Promise<Events[Type][]>;
  sql<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** The service without Kafka, on a clock that stands still unless it is set. */
export interface EvaluatorRig extends Sender, Reader {
  readonly orm: MikroORM;
  readonly campaign: RigCampaign;
  now(): Date;
  setNow(now: Date): void;
  /** The date so many days before the rig's today, in UTC. */
  daysAgo(days: number): Date;
  /** The dates of the last `days` full days, oldest first. */
  lastDates(days: number): string[];
  makeDue(abTestId: string): Promise<void>;
  tick(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openEvaluatorRig(options: { now: string; timezone?: string }): Promise<EvaluatorRig> {
  const database = await createTestDatabase();
  const orm = await openDatabase({
    url: database.url,
    applicationName: 'ab-evaluator-test',
    entities: [...entities, ...messagingEntities],
    migrations: [...messagingMigrations, ...migrations],
  });
  const codec = createCodec(catalogue);
  const outbox = createOutbox<Events>({ codec, source: 'ab-evaluator', topics: ['ab-tests', 'alerts'], wake: () => {} });
  let now = new Date(options.now);
  const clock = () => now;
  const deps = { outbox, clock, patience: createPatience(clock), settleHours: 3, intervalMs: DAY_MS };
  const logger = createLogger({ service: 'test', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const campaign = newCampaign(options.timezone);
  const daysAgo = (days: number) => new Date(now.getTime() - (now.getTime() % DAY_MS) - days * DAY_MS);
  const reader = readerOf(orm, codec);
  const sender = senderOf(orm, deps, campaign);
  await sender.deliver('CampaignCreated', campaignCreated(campaign));
  return {
    ...sender,
    ...reader,
    orm,
    campaign,
    daysAgo,
    now: clock,
    setNow(next) {
      now = next;
    },
    lastDates: (days) =>
      Array.from({ length: days }, (_, index) =>
        daysAgo(days - index)
          .toISOString()
          .slice(0, 10),
      ),
    async makeDue(abTestId) {
      await reader.sql(`update meta_ab_tests set next_evaluation_at = now() - interval '1 minute' where id = ?`, [abTestId]);
    },
    tick: () => judgeDueTest(orm.em.fork(), { ...deps, logger }),
    async close() {
      await orm.close(true);
      await database.drop();
    },
  };
}

function senderOf(orm: MikroORM, deps: RequestDeps, campaign: RigCampaign): Sender {
  const handlers = createHandlers(deps);
  async function deliver<Type extends EventType>(type: Type, data: Events[Type], eventId = newId()): Promise<void> {
    const handler = handlers[type] as Handler<Events[Type]> | undefined;
    if (handler === undefined) throw new Error(`no handler for ${type}`);
    const envelope = { id: eventId, type, source: 'test', time: deps.clock(), topic: 'test', key: 'test', data };
    await runWithTrace({ correlationId: newId() }, () => orm.em.fork().transactional((em) => handler(envelope, em)));
  }
  const request = (abTestId: string) => ({
    abTestId,
    requestId: newId(),
    requestedBy: 'mira',
    requestedAt: deps.clock(),
  });
  return {
    deliver,
    report(days) {
      const { campaignId, socialAccountId, timezone, ads } = campaign;
      const rows = ads.flatMap((ad, index) => (days[index] ?? []).map((day) => insightsRow(ad, day)));
      const common = { campaignId, socialAccountId, timezone, syncRunId: newId(), currency: 'USD' };
      return deliver('InsightsSynced', { ...common, rows, syncedAt: deps.clock() });
    },
    async createTest(differences = {}) {
      const asked = abTestRequested(campaign, new Date(deps.clock().getTime() - 10 * DAY_MS), differences);
      await deliver('AbTestRequested', asked);
      return asked.abTestId;
    },
    async evaluate(abTestId, force = { force: false, reasonForForce: null }) {
      const asked = { ...request(abTestId), ...force };
      await deliver('AbTestEvaluationRequested', asked);
      return asked.requestId;
    },
    async archive(abTestId) {
      const asked = request(abTestId);
      await deliver('AbTestArchiveRequested', asked);
      return asked.requestId;
    },
    removeCampaign: (status = 'cancelled') => deliver('CampaignFailed', campaignFailed(campaign, status)),
  };
}

function readerOf(orm: MikroORM, codec: Codec): Reader {
  return {
    async written<Type extends EventType>(type: Type) {
      const rows = await orm.em.fork().find(OutboxMessage, { type }, { orderBy: { seq: 'asc' } });
      return rows.map(({ topic, payload }) => codec.decode(topic, type, Buffer.from(payload ?? [])) as Events[Type]);
    },
    sql: <Row>(text: string, parameters: readonly unknown[] = []) => orm.em.fork().execute<Row[]>(text, [...parameters]),
  };
}
