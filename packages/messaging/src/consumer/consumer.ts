import type { Logger, Metrics, ReadinessCheck } from '@mao/service-kit';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Codec } from '../avro/codec.ts';
import { topicsOf } from '../catalogue.ts';
import type { EventMap, Handler, Handlers } from '../envelope.ts';
import type { RawOutbox } from '../outbox/outbox.ts';
import type { EventConsumerTransport } from '../ports.ts';
import { createConsumerMetrics } from './consumer-metrics.ts';
import { type ConsumerContext, DEFAULT_RETRY, type RetryPolicy } from './context.ts';
import { createDatabaseWatch } from './database-watch.ts';
import { startParkedDrain } from './drain-parked.ts';
import { createLagWatch } from './lag-watch.ts';
import { observeConsumer } from './observe-consumer.ts';
import { countParked } from './parking.ts';
import type { HandlerTable } from './read-message.ts';
import { createBatchRunner } from './run-batch.ts';

export interface ConsumerOptions<Events extends EventMap> {
  /** Usually the service's name. One group = one list of topics, everywhere. */
  readonly group: string;
  readonly handlers: Handlers<Events>;
  readonly orm: MikroORM;
  readonly codec: Codec;
  readonly outbox: RawOutbox;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly transport: EventConsumerTransport;
  readonly retry?: Partial<RetryPolicy>;
  /** Written on dead letters. */
  readonly serviceVersion?: string;
}

export interface Consumer {
  /** Fails while the consumer is not a member of its group or its database is away. */
  readonly readiness: ReadinessCheck;
  /** What works, but not as it should: parked keys. Empty when all is well. */
  degradations(): Promise<string[]>;
  /** Lets running chunks end, commits offsets, leaves the group. */
  stop(): Promise<void>;
}

/** The topics that carry the types of a handler table. */
export function topicsOfHandlers(codec: Codec, types: readonly string[]): string[] {
  return [...new Set(types.flatMap((type) => topicsOf(codec.catalogue, type)))].toSorted();
}

/**
 * Reads the handlers' topics and gives each event to its handler, with effect exactly once. The transport keeps itself
 * alive; broker and database may be away at the start.
 */
export function startConsumer<Events extends EventMap>(options: ConsumerOptions<Events>): Consumer {
  const { orm, group, logger } = options;
  const em = () => orm.em.fork();
  const database = createDatabaseWatch(em, logger);
  const lag = createLagWatch();
  observeConsumer(options.metrics, group, lag, () => options.transport.state().isConnected);
  const context: ConsumerContext = {
    group,
    handlers: handlerTable(options.handlers),
    codec: options.codec,
    outbox: options.outbox,
    em,
    logger,
    metrics: createConsumerMetrics(options.metrics, group),
    lag,
    retry: { ...DEFAULT_RETRY, ...options.retry },
    serviceVersion: options.serviceVersion ?? 'unknown',
    onParked: () => drain.wake(),
  };
  const drain = startParkedDrain(context, database);
  options.transport.start(createBatchRunner(context, database), lag.forgetAll);

  return {
    readiness: {
      name: `consumer:${group}`,
      problem: () => database.problem() ?? (options.transport.state().isConnected ? undefined : notConnected(options.transport)),
    },
    async degradations() {
      const parkedKeys = await countParked(em(), group);
      return parkedKeys === 0 ? [] : [`${parkedKeys} parked keys`];
    },
    async stop() {
      await Promise.all([options.transport.stop(), drain.stop()]);
    },
  };
}

function notConnected(transport: EventConsumerTransport): string {
  return `not consuming: ${transport.state().problem ?? 'unknown reason'}`;
}

function handlerTable<Events extends EventMap>(handlers: Handlers<Events>): HandlerTable {
  // Safe by construction: the codec decodes a type's bytes with that type's schema, and Handlers ties handler to type.
  return new Map(Object.entries(handlers) as [string, Handler<unknown>][]);
}
