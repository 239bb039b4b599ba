import { describe, expect, test } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import type { IncomingBatch, IncomingMessage } from '../ports.ts';
import { createMemoryBroker } from './memory-broker.ts';
import { transportConformance } from './transport-conformance.ts';

transportConformance('in memory', async () => {
  const broker = createMemoryBroker();
  broker.createTopic('t', 3);
  return {
    publisher: broker.publisher,
    consumer: (group) => broker.consumer({ group, topics: ['t'] }),
    close: async () => undefined,
  };
});

const message = (key: string) => ({ topic: 't', key, value: Buffer.from('x'), headers: {} });

describe('in-memory broker', () => {
  test('a rebalance delivers anew what was not committed, and nothing else', async () => {
    const broker = createMemoryBroker();
    broker.createTopic('t', 1);
    const got: IncomingMessage[] = [];
    let isStuck = true;
    const consumer = broker.consumer({ group: 'g', topics: ['t'] });
    consumer.start(async (batch) => {
      for (const message of batch.messages) {
        got.push(message);
        if (isStuck && message.offset === 2n) {
          await new Promise<void>((resolve) => batch.signal.addEventListener('abort', () => resolve(), { once: true }));
          return;
        }
        batch.resolve(message.offset);
      }
    });
    const value = Buffer.from('x');
    await broker.publisher().publish(Array.from({ length: 5 }, () => ({ topic: 't', key: 'k', value, headers: {} })));
    await waitFor('the stuck message', () => got.length === 3);
    expect(broker.committed('g', 't', 0)).toBe(2n);
    isStuck = false;
    await broker.rebalance('g');
    await waitFor('the rest', () => broker.committed('g', 't', 0) === 5n);
    expect(got.map((message) => message.offset)).toEqual([0n, 1n, 2n, 2n, 3n, 4n]);
    await consumer.stop();
  });

  test('a member that is given up blocks nobody, and what it still resolves counts no more', async () => {
    const broker = createMemoryBroker();
    broker.createTopic('t', 1);
    const stuck: IncomingBatch[] = [];
    const lost = broker.consumer({ group: 'g', topics: ['t'] });
    lost.start(async (batch) => {
      stuck.push(batch);
      await new Promise(() => undefined);
    });
    await broker.publisher().publish([{ topic: 't', key: 'k', value: Buffer.from('x'), headers: {} }]);
    await waitFor('the stuck batch', () => stuck.length === 1);
    const got: IncomingMessage[] = [];
    const heir = broker.consumer({ group: 'g', topics: ['t'] });
    heir.start(async (batch) => void got.push(...batch.messages));
    await lost.expel();
    await waitFor('the heir', () => got.length > 0);
    stuck[0]?.resolve(0n);
    expect(broker.committed('g', 't', 0)).toBeUndefined();
    await heir.stop();
  });

  test('a member that comes back to its seat reads on where the one before stood still, and its neighbour never stops', async () => {
    const broker = createMemoryBroker();
    broker.createTopic('t', 4);
    const places: Record<string, number[]> = { before: [], neighbour: [], after: [] };
    const left: string[] = [];
    const join = (name: string, seat: string, work: (batch: IncomingBatch) => void) => {
      const consumer = broker.consumer({ group: 'g', topics: ['t'], seat });
      consumer.start(async (batch) => {
        places[name]?.push(batch.partition);
        batch.signal.addEventListener('abort', () => left.push(name));
        work(batch);
        await new Promise(() => undefined);
      });
      return consumer;
    };
    const before = join('before', 'a', () => undefined);
    const neighbour = join('neighbour', 'b', () => undefined);
    await broker.publisher().publish(['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8'].map(message));
    await waitFor('a batch of each partition', () => Object.values(places).flat().length === 4);
    const after = join('after', 'a', ({ messages, resolve }) => resolve(messages[0]?.offset ?? 0n));
    await waitFor('the partitions of the one before', () => places['after']?.length === places['before']?.length);
    expect(places['after']?.toSorted()).toEqual(places['before']?.toSorted());
    expect(left).toEqual(['before', 'before']);
    // The broker misses one who was replaced no more.
    await before.expel();
    expect(left).toEqual(['before', 'before']);
    const [taken] = places['after'] ?? [];
    expect(broker.committed('g', 't', taken ?? -1)).toBe(1n);
    await Promise.all([after.expel(), neighbour.expel()]);
  });
});
