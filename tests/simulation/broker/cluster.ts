import type { MemoryBroker, MemoryConsumer } from '@mao/messaging/testing';
import type { Random } from '../../chaos-run/random.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Party } from '../kernel/party.ts';

/** What publishers and consumers of one simulated cluster share. */
export interface Cluster {
  readonly kernel: Kernel;
  /** What the brokers do belongs to nobody who may die. */
  readonly world: Party;
  readonly random: Random;
  readonly memory: MemoryBroker;
  readonly members: Set<Membership>;
  /** Virtual milliseconds since 1970; until then no broker answers. */
  upAt: number;
  /** Of all sends. */
  lostShare: number;
}

export interface Membership {
  readonly party: Party;
  consumer: MemoryConsumer;
  /** Joins the group anew. */
  readonly begin: () => MemoryConsumer;
}

export const isUp = ({ kernel, upAt }: Cluster): boolean => kernel.nowMs() >= upAt;
