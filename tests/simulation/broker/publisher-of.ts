import type { EventPublisher, OutgoingMessage } from '@mao/messaging';
import { between } from '../../chaos-run/random.ts';
import type { Party } from '../kernel/party.ts';
import { type Cluster, isUp } from './cluster.ts';

/** As the kafkajs adapter has it. */
const SEND_DEADLINE_MS = 8_000;

/** Sends of one process. What has left it is stored, whatever becomes of the process. */
export function publisherOf(cluster: Cluster, party: Party): EventPublisher {
  const { kernel, random } = cluster;
  const inner = cluster.memory.publisher();

  async function store(
    messages: readonly OutgoingMessage[],
    isLost: boolean,
    done: () => void,
    failed: () => void,
  ): Promise<void> {
    const fail = (): void => void kernel.afterAt(party, between(random, 100, SEND_DEADLINE_MS), 'send failed', failed);
    if (!isUp(cluster)) return fail();
    await inner.publish(isLost ? someOf(messages, random()) : messages);
    if (isLost) return fail();
    kernel.afterAt(party, between(random, 0.5, 6), 'acknowledged', done);
  }

  return {
    publish: (messages) =>
      new Promise((resolve, reject) => {
        const isLost = random() < cluster.lostShare;
        const failed = (): void => reject(new Error('no answer from the broker'));
        kernel.afterAt(cluster.world, between(random, 0.5, 6), `stored: ${messages.length}`, () =>
          store(messages, isLost, resolve, failed),
        );
      }),
    close: async () => undefined,
  };
}

/** A send of several partitions may have reached some of them; within one, what was stored comes first. */
const someOf = (messages: readonly OutgoingMessage[], share: number): readonly OutgoingMessage[] =>
  messages.slice(0, Math.ceil(messages.length * share));
