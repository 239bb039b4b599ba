import type { Catalogue } from './catalogue.ts';
import type { WireHeaders } from './wire-headers.ts';

export interface OutgoingMessage {
  /** Without the prefix of the cluster. */
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers: WireHeaders;
}

/** Writes to the broker. The kafkajs adapter and the in-memory one pass the same conformance suite. */
export interface EventPublisher {
  /**
   * Resolves once the broker has stored all messages. Messages of one key keep their order within and across calls;
   * do not call again before the last call has settled.
   * @throws when the outcome is unknown: some, all or none may be stored, now or later. Send again; consumers dedupe.
   */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: Date;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: WireHeaders;
}

/** Consecutive messages of one partition. */
export interface IncomingBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly IncomingMessage[];
  /** The offset after the newest message of the partition, as last heard. */
  readonly highWatermark: bigint;
  /** Everything up to this offset is durable; the commit to the broker follows. Never call it before the database commit. */
  resolve(offset: bigint): void;
  /** Aborts once the batch should be left: the consumer stops, or the partition is no longer ours. */
  readonly signal: AbortSignal;
}

export interface ConsumerState {
  /** Member of the group and fetching. */
  readonly isConnected: boolean;
  /** Why it is not. */
  readonly problem?: string;
}

/** Reads from the broker as a member of a group. Batches of different partitions run concurrently, those of one never. */
export interface EventConsumerTransport {
  /**
   * Starts and keeps the consumer alive: whatever happens, it comes back with back-off. Returns at once.
   * @param onBatch must resolve what it has done; what it did not resolve is delivered again
   * @param onDealt called when the group was dealt out anew: partitions may have come and gone
   */
  start(onBatch: (batch: IncomingBatch) => Promise<void>, onDealt?: () => void): void;
  state(): ConsumerState;
  /** Lets running batches end, commits what is resolved, leaves the group. */
  stop(): Promise<void>;
}

export interface GroupSpec {
  readonly group: string;
  /** Event types it handles. */
  readonly types: readonly string[];
}

/** The cluster, as a service uses it. Every method but `publisher` may fail while no broker answers. */
export interface Broker {
  publisher(): EventPublisher;
  /**
   * Creates missing topics among `topics`, and the dead letter topics of the groups; never changes one that is there.
   * @throws AppError `partition-count-differs` when an existing topic has another number of partitions (M18)
   */
  ensureTopics(catalogue: Catalogue, groups: readonly GroupSpec[], topics: readonly string[]): Promise<void>;
  /**
   * To be asked once per group of this process, before the first `checkGroup`.
   * @throws AppError `group-topics-differ` when this process reads other topics in the same group (M18)
   */
  claimGroup(group: string, topics: readonly string[]): void;
  /** @throws AppError `group-topics-differ` when living members of other processes read other topics */
  checkGroup(group: string, topics: readonly string[]): Promise<void>;
  consumer(options: { readonly group: string; readonly topics: readonly string[] }): EventConsumerTransport;
}
