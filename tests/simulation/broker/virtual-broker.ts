import { type Broker, deadLetterTopic, type GroupSpec, type IncomingMessage } from '@mao/messaging';
import { createMemoryBroker } from '@mao/messaging/testing';
import { between } from '../../chaos-run/random.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Party } from '../kernel/party.ts';
import { type Cluster, isUp } from './cluster.ts';
import { consumerOf } from './consumer-of.ts';
import { publisherOf } from './publisher-of.ts';

/** Kafka in the simulated world: partitions and groups as the in-memory broker has them, latency, outages, lost acknowledgements. */
export interface VirtualBroker {
  /**
   * The broker as one process reaches it.
   * @param seat the name under which the process finds its partitions again after its death; undefined: it is a new member
   */
  connect(party: Party, seat: string | undefined): Broker;
  goDown(ms: number): void;
  /** This share of sends is stored in part or in full, and not acknowledged. */
  loseShare(share: number): void;
  /** What happens to a member that was silent for the session time-out. It joins again once it is awake. */
  expel(party: Party): void;
  rebalance(): void;
  topics(): readonly string[];
  records(topic: string): readonly IncomingMessage[];
  /** Of each partition. */
  lengths(topic: string): readonly number[];
  committed(group: string, topic: string, partition: number): bigint | undefined;
  groups(): readonly string[];
  /** Every group has committed everything that is on its topics. */
  isReadToTheEnd(): boolean;
}

const REJOIN_MS = 500;

export function createVirtualBroker(kernel: Kernel, world: Party): VirtualBroker {
  const random = kernel.chance('broker');
  const memory = createMemoryBroker({ now: () => new Date(kernel.nowMs()) });
  const cluster: Cluster = { kernel, world, random, memory, members: new Set(), upAt: 0, lostShare: 0 };
  const partitions = new Map<string, number>();
  const groups = new Map<string, readonly string[]>();

  function createTopic(name: string, count: number): void {
    if (partitions.has(name)) return;
    partitions.set(name, count);
    memory.createTopic(name, count);
  }

  function lengths(topic: string): number[] {
    const ends = Array.from({ length: partitions.get(topic) ?? 0 }, () => 0);
    for (const { partition, offset } of memory.records(topic)) ends[partition] = Number(offset) + 1;
    return ends;
  }

  const isRead = (group: string, topic: string): boolean =>
    lengths(topic).every((end, partition) => Number(memory.committed(group, topic, partition) ?? 0n) >= end);

  /** One request of a process; rejects when the broker is away. */
  function ask(party: Party, what: string, work: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      kernel.afterAt(party, between(random, 1, 10), `broker: ${what}`, () => {
        if (!isUp(cluster)) return reject(new Error('the broker is away'));
        work();
        resolve();
      });
    });
  }

  return {
    connect: (party, seat) => ({
      publisher: () => publisherOf(cluster, party),
      ensureTopics: (catalogue, wantedGroups, wanted) =>
        ask(party, 'topics', () => {
          for (const topic of catalogue.topics.filter(({ name }) => wanted.includes(name)))
            createTopic(topic.name, topic.partitions);
          for (const topic of deadLetterTopics(wantedGroups, wanted)) createTopic(topic, 1);
        }),
      claimGroup: (group, topics) => void groups.set(group, topics),
      checkGroup: () => ask(party, 'group', () => undefined),
      consumer: (options) => consumerOf(cluster, party, { ...options, seat }),
    }),
    goDown(ms) {
      cluster.upAt = kernel.nowMs() + ms;
    },
    loseShare(share) {
      cluster.lostShare = share;
    },
    expel(party) {
      for (const member of cluster.members) {
        if (member.party !== party) continue;
        void member.consumer.expel();
        kernel.afterAt(party, REJOIN_MS, 'joins again', () => {
          member.consumer = member.begin();
        });
      }
    },
    rebalance() {
      for (const group of groups.keys()) void memory.rebalance(group);
    },
    topics: () => [...partitions.keys()],
    records: memory.records,
    lengths,
    committed: memory.committed,
    groups: () => [...groups.keys()],
    isReadToTheEnd: () => [...groups].every(([group, topics]) => topics.every((topic) => isRead(group, topic))),
  };
}

const deadLetterTopics = (groups: readonly GroupSpec[], topics: readonly string[]): string[] =>
  groups.flatMap(({ group }) => topics.map((topic) => deadLetterTopic(topic, group)));
