import {
  AppError,
  backoffMs,
  errorMessage,
  type Logger,
  type Metrics,
  type Notifier,
  newId,
  type ReadinessCheck,
  sleep,
} from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import { type Codec, createCodec, createRegistryCodec } from './avro/codec.ts';
import type { Catalogue } from './catalogue.ts';
import { type Consumer, startConsumer, topicsOfHandlers } from './consumer/consumer.ts';
import type { RetryPolicy } from './consumer/context.ts';
import { registerDatabaseMetrics } from './database-metrics.ts';
import type { EventMap, Handlers } from './envelope.ts';
import { startInboxCleanup } from './inbox/cleanup.ts';
import type { KafkaSettings } from './kafka/kafka-client.ts';
import { connectKafka } from './kafka/kafkajs-broker.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { type Relay, startRelay } from './outbox/relay.ts';
import { openRelaySession } from './outbox/relay-session.ts';
import { SHARD_COUNT } from './outbox/shard.ts';
import type { Broker } from './ports.ts';

const WAKE_CHANNEL = 'messaging_outbox';
const BROKER_BACKOFF = { baseMs: 250, maxMs: 5_000 };

/** A part of every composition root's ports. */
export interface MessagingPorts {
  /** Default: Kafka, as the settings say. */
  readonly broker?: Broker;
}

export interface MessagingOptions extends MessagingPorts {
  /** Name of the service: CloudEvents source, Kafka client id. */
  readonly service: string;
  readonly serviceVersion?: string;
  readonly settings: KafkaSettings & { readonly DATABASE_URL: string; readonly SCHEMA_REGISTRY_URL?: string | undefined };
  readonly catalogue: Catalogue;
  /** The topics this service writes. */
  readonly topics: readonly string[];
  readonly orm: MikroORM;
  readonly notifier: Notifier;
  /** Must outlive the retention of every topic read, plus the time in which dead letters may be replayed. Default 30. */
  readonly inboxRetentionDays?: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface Messaging<Events extends EventMap> {
  readonly outbox: Outbox<Events>;
  readonly codec: Codec;
  /** Starts a consumer; call it once per group, after the handlers could be built around `outbox`. */
  consume(options: { group: string; handlers: Handlers<Events>; retry?: Partial<RetryPolicy> }): Promise<void>;
  /** Fails while a consumer is not working. A broker that is away does not fail it by itself: requests can still be accepted. */
  readonly readiness: ReadinessCheck;
  /** What works, but not as it should: parked keys, a relay that cannot publish. */
  degradations(): Promise<string[]>;
  /** Relay first, then the consumers, then the producer. Close the database after it. */
  stop(): Promise<void>;
}

/**
 * Everything a service's main needs: outbox, relay, consumers. Broker away at the start: it keeps trying in the background.
 * @throws AppError `schema-incompatible`, `partition-count-differs`, `group-topics-differ`: the set-up is wrong, do not start (M18)
 */
export async function startMessaging<Events extends EventMap>(options: MessagingOptions): Promise<Messaging<Events>> {
  const { settings, orm, logger, metrics, catalogue } = options;
  const registryUrl = settings.SCHEMA_REGISTRY_URL;
  const codec = registryUrl === undefined ? createCodec(catalogue) : await createRegistryCodec(catalogue, registryUrl);
  const broker = options.broker ?? connectKafka(settings, options.service, logger);
  const publisher = broker.publisher();
  const stopping = new AbortController();
  const consumers: Consumer[] = [];
  const waiting = new Set<string>();

  await onceBrokerAnswers(() => broker.ensureTopics(catalogue, [], options.topics), logger, stopping.signal);

  const owner = newId();
  const session = openRelaySession(settings.DATABASE_URL, owner, logger);
  const relay = startRelay({
    owner,
    em: () => orm.em.fork(),
    publisher,
    logger,
    backendPid: session.backendPid,
    onPublished: registerDatabaseMetrics(metrics, orm),
  });
  const cleanup = startInboxCleanup({ em: () => orm.em.fork(), logger, ...retention(options) });
  const outbox = createOutbox<Events>({
    codec,
    source: options.service,
    topics: options.topics,
    wake: (shard) => (relay.ownsShard(shard) ? relay.wake(shard) : options.notifier.notify(WAKE_CHANNEL, String(shard))),
  });
  options.notifier.listen(WAKE_CHANNEL, (items) => wakeFor(relay, items));

  return {
    outbox,
    codec,
    async consume({ group, handlers, retry }) {
      const types = Object.keys(handlers);
      const topics = topicsOfHandlers(codec, types);
      broker.claimGroup(group, topics);
      waiting.add(group);
      const start = async (): Promise<void> => {
        await broker.ensureTopics(catalogue, [{ group, types }], topics);
        await broker.checkGroup(group, topics);
        if (stopping.signal.aborted) return;
        const transport = broker.consumer({ group, topics });
        const shared = {
          group,
          handlers,
          orm,
          codec,
          outbox,
          logger,
          metrics,
          transport,
          serviceVersion: options.serviceVersion ?? 'unknown',
        };
        consumers.push(startConsumer<Events>(retry ? { ...shared, retry } : shared));
        waiting.delete(group);
      };
      await onceBrokerAnswers(start, logger, stopping.signal);
    },
    readiness: {
      name: 'messaging',
      async problem() {
        if (waiting.size > 0) return 'waiting for the broker';
        const problems = await Promise.all(consumers.map((consumer) => consumer.readiness.problem()));
        return problems.find((problem) => problem !== undefined);
      },
    },
    async degradations() {
      const found = await Promise.all(consumers.map((consumer) => consumer.degradations()));
      const relayProblem = relay.problem();
      return [...found.flat(), ...(relayProblem === undefined ? [] : [`relay: ${relayProblem}`])];
    },
    async stop() {
      stopping.abort();
      await relay.stop();
      await session.close();
      await Promise.all([cleanup.stop(), ...consumers.map((consumer) => consumer.stop())]);
      await publisher.close();
    },
  };
}

function retention({ inboxRetentionDays }: MessagingOptions): { retentionDays?: number } {
  return inboxRetentionDays === undefined ? {} : { retentionDays: inboxRetentionDays };
}

function wakeFor(relay: Relay, items: readonly string[]): void {
  // Without items the listener was away: any shard may have rows.
  const shards = items.length === 0 ? Array.from({ length: SHARD_COUNT }, (_, shard) => shard) : items.map(Number);
  for (const shard of shards) relay.wake(shard);
}

/**
 * Resolves when the work is done, or in the background when the broker does not answer at the first try.
 * A refusal (AppError) rejects; one that comes up later, in the background, ends the process as any other bug does.
 */
async function onceBrokerAnswers(work: () => Promise<void>, logger: Logger, signal: AbortSignal): Promise<void> {
  if (await tryOnce(work, logger)) return;
  const keepTrying = async (): Promise<void> => {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      await sleep(backoffMs(BROKER_BACKOFF, attempt, Math.random()), signal);
      if (signal.aborted || (await tryOnce(work, logger))) return;
    }
  };
  void keepTrying();
}

async function tryOnce(work: () => Promise<void>, logger: Logger): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof AppError) throw error;
    logger.warn({ reason: errorMessage(error) }, 'the broker does not answer; trying again');
    return false;
  }
}
