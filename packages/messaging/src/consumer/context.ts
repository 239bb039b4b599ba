import type { Logger } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Codec } from '../avro/codec.ts';
import type { RawOutbox } from '../outbox/outbox.ts';
import type { ConsumerMetrics } from './consumer-metrics.ts';
import type { LagWatch } from './lag-watch.ts';
import type { HandlerTable } from './read-message.ts';

/** How hard to try. Every field has a default. */
export interface RetryPolicy {
  /** Total time one message may hold its partition before its key is parked; at most 10,000. Default 1,000. */
  readonly inPlaceMs: number;
  /** Attempts of a parked message before it is dead-lettered. Default 12, which is about five minutes. */
  readonly maxAttempts: number;
  /** Longest pause between attempts of a parked message. Default 60. */
  readonly maxBackoffSeconds: number;
}

export const DEFAULT_RETRY: RetryPolicy = { inPlaceMs: 1_000, maxAttempts: 12, maxBackoffSeconds: 60 };

/** What all parts of one consumer share. */
export interface ConsumerContext {
  readonly group: string;
  readonly handlers: HandlerTable;
  readonly codec: Codec;
  readonly outbox: RawOutbox;
  /** A fresh fork, outside any transaction. */
  readonly em: () => EntityManager;
  readonly logger: Logger;
  readonly metrics: ConsumerMetrics;
  readonly lag: LagWatch;
  readonly retry: RetryPolicy;
  readonly serviceVersion: string;
  /** Something was parked by this process: the drain should look. */
  readonly onParked: () => void;
}
