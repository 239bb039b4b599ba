import type { EventConsumerTransport, IncomingBatch } from '@mao/messaging';
import { type MemoryConsumer, SESSION_TIMEOUT_MS } from '@mao/messaging/testing';
import { between } from '../../chaos-run/random.ts';
import type { Party } from '../kernel/party.ts';
import { type Cluster, isUp, type Membership } from './cluster.ts';

/** One process as a member of a group. */
export function consumerOf(
  cluster: Cluster,
  party: Party,
  options: { readonly group: string; readonly topics: readonly string[]; readonly seat: string | undefined },
): EventConsumerTransport {
  const { kernel, random } = cluster;
  let membership: Membership | undefined;

  const join = (onBatch: (batch: IncomingBatch) => Promise<void>): MemoryConsumer => {
    const schedule = (task: () => void): void => void kernel.afterAt(party, between(random, 0.5, 12), 'fetch', task);
    const consumer = cluster.memory.consumer({ ...options, schedule });
    consumer.start(async (batch) => {
      await brokerIsUp();
      await onBatch(batch);
    });
    return consumer;
  };

  /** Nothing is fetched from a broker that is away. */
  async function brokerIsUp(): Promise<void> {
    while (!isUp(cluster)) {
      const ms = cluster.upAt - kernel.nowMs() + between(random, 50, 2_000);
      await new Promise<void>((resolve) => void kernel.afterAt(party, ms, 'looks for the broker', resolve));
    }
  }

  return {
    start(onBatch, onDealt) {
      const begin = (): MemoryConsumer => {
        const consumer = join(onBatch);
        onDealt?.();
        return consumer;
      };
      const member: Membership = { party, consumer: begin(), begin };
      membership = member;
      cluster.members.add(member);
      party.onDeath.add(() => {
        cluster.members.delete(member);
        const missed = `${party.name} is missed in its group`;
        kernel.afterAt(cluster.world, SESSION_TIMEOUT_MS, missed, () => void member.consumer.expel());
      });
    },
    state: () => membership?.consumer.state() ?? { isConnected: false, problem: 'starting' },
    async stop() {
      if (membership === undefined) return;
      cluster.members.delete(membership);
      await membership.consumer.stop();
    },
  };
}
