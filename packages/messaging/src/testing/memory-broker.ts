import { shardOf } from '../outbox/shard.ts';
import type { ConsumerState, EventConsumerTransport, EventPublisher, IncomingMessage, OutgoingMessage } from '../ports.ts';
import { createMemoryGroup, type Member, type MemoryGroup, type PartitionLog, type Scheduler } from './memory-group.ts';

/** Kafka's rules for topics, groups, offsets and rebalances, without Kafka: it passes the same conformance suite. */
export interface MemoryBroker {
  createTopic(name: string, partitions: number): void;
  publisher(): EventPublisher;
  /** @param options.schedule runs what this consumer does; default: the broker's */
  consumer(options: {
    group: string;
    topics: readonly string[];
    seat?: string | undefined;
    schedule?: Scheduler;
  }): MemoryConsumer;
  /** All records of a topic, partition by partition. */
  records(topic: string): readonly IncomingMessage[];
  /** The committed offset (next to read) of a partition; undefined before the first commit. */
  committed(group: string, topic: string, partition: number): bigint | undefined;
  /** Takes all partitions of a group away and hands them out again: what was not committed is delivered anew. */
  rebalance(group: string): Promise<void>;
}

export interface MemoryConsumer extends EventConsumerTransport {
  /** The broker gives this member up: its partitions go to others, and what it still commits counts no more. */
  expel(): Promise<void>;
}

export function createMemoryBroker(options: { schedule?: Scheduler; now?: () => Date } = {}): MemoryBroker {
  const schedule: Scheduler = options.schedule ?? ((task) => void setImmediate(task));
  const now = options.now ?? (() => new Date());
  const topics = new Map<string, PartitionLog[]>();
  const groups = new Map<string, MemoryGroup>();

  function logsOf(topic: string): PartitionLog[] {
    const logs = topics.get(topic);
    if (!logs) throw new Error(`unknown topic ${topic}`);
    return logs;
  }

  function groupOf(name: string): MemoryGroup {
    const group = groups.get(name) ?? createMemoryGroup(logsOf);
    groups.set(name, group);
    return group;
  }

  function append(message: OutgoingMessage): void {
    const logs = logsOf(message.topic);
    const key = message.key === null ? null : Buffer.from(message.key);
    const partition = key === null ? 0 : shardOf('', key.toString('hex')) % logs.length;
    const log = logs[partition];
    const { topic, value, headers } = message;
    log?.push({ topic, partition, offset: BigInt(log.length), timestamp: now(), key, value, headers });
  }

  return {
    createTopic(name, partitions) {
      topics.set(
        name,
        Array.from({ length: partitions }, () => []),
      );
    },
    publisher: () => ({
      async publish(messages) {
        for (const message of messages) append(message);
        for (const group of groups.values()) group.wake();
      },
      close: async () => undefined,
    }),
    consumer: ({ group, topics: wanted, seat, schedule: own }) =>
      memoryConsumer(groupOf(group), { topics: wanted, seat, schedule: own ?? schedule }),
    records: (topic) => logsOf(topic).flat(),
    committed: (group, topic, partition) => groupOf(group).committed(`${topic}:${partition}`),
    rebalance: (group) => groupOf(group).rebalance(),
  };
}

function memoryConsumer(group: MemoryGroup, self: Pick<Member, 'topics' | 'seat' | 'schedule'>): MemoryConsumer {
  let state: ConsumerState = { isConnected: false, problem: 'starting' };
  let member: Member | undefined;
  return {
    start(onBatch) {
      if (member) return;
      const membership = group.join({ ...self, onBatch });
      member = membership.member;
      void membership.joined.then(() => {
        state = { isConnected: true };
      });
    },
    state: () => state,
    async expel() {
      if (member) await group.expel(member);
      state = { isConnected: false, problem: 'expelled from the group' };
    },
    async stop() {
      if (member) await group.leave(member);
      state = { isConnected: false, problem: 'stopped' };
    },
  };
}
