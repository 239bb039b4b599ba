import { expect } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import type { IncomingBatch, IncomingMessage, OutgoingMessage } from '../ports.ts';
import type { Bench } from './transport-conformance.ts';

/** Stress mode: `CONFORMANCE_STRESS=10`. */
const COUNT = 120 * Number(process.env['CONFORMANCE_STRESS'] ?? 1);
const KEYS = 7;
const PATIENCE = { timeoutMs: 25_000 };

export const conformanceScenarios: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  'delivers everything, also what was published before the group existed, in order per key': async (bench) => {
    await bench.publish(numbered(0, COUNT));
    const got: IncomingMessage[] = [];
    bench.start('g', collectInto(got));
    await bench.publish(numbered(COUNT, 2 * COUNT));
    await waitFor('all messages', () => got.length === 2 * COUNT, PATIENCE);
    expectOrderPerKey(got, 2 * COUNT);
  },

  'keeps keys, values and headers byte for byte, and absent values absent': async (bench) => {
    const binary = Buffer.from([0, 0xff, 0xfe]);
    await bench.publish([
      { topic: 't', key: binary, value: binary, headers: { text: 'ä', bytes: binary } },
      { topic: 't', key: 'k', value: null, headers: {} },
    ]);
    const got: IncomingMessage[] = [];
    bench.start('g', collectInto(got));
    await waitFor('both', () => got.length === 2, PATIENCE);
    const full = got.find((message) => message.value !== null);
    expect([full?.key, full?.value, full?.headers['bytes']]).toEqual([binary, binary, binary]);
    expect(full?.headers['text']?.toString()).toBe('ä');
    expect(got.find((message) => message.value === null)?.key?.toString()).toBe('k');
  },

  'delivers again what was not resolved': async (bench) => {
    await bench.publish(numbered(0, 10));
    const got: IncomingMessage[] = [];
    let refusals = 2;
    bench.start('g', async (batch) => {
      refusals -= 1;
      if (refusals < 0) await collectInto(got)(batch);
    });
    await waitFor('all messages', () => got.length === 10, PATIENCE);
    expectOrderPerKey(got, 10);
  },

  'survives a batch that throws': (bench) => survives(bench, new Error('broken')),

  'survives a batch that throws TypeError, which ends a bare kafkajs consumer for good': (bench) =>
    survives(bench, new TypeError('bug')),

  'lets a new member go on after the last resolved message': async (bench) => {
    await bench.publish(numbered(0, 20));
    const got: IncomingMessage[] = [];
    const consumer = bench.start('g', collectInto(got));
    await waitFor('the first messages', () => got.length === 20, PATIENCE);
    await consumer.stop();
    await bench.publish(numbered(20, 30));
    bench.start('g', collectInto(got));
    await waitFor('the rest', () => got.length === 30, PATIENCE);
    expectOrderPerKey(got, 30);
  },

  'keeps groups apart': async (bench) => {
    const [a, b]: [IncomingMessage[], IncomingMessage[]] = [[], []];
    bench.start('a', collectInto(a));
    bench.start('b', collectInto(b));
    await bench.publish(numbered(0, COUNT));
    await waitFor('all at both', () => a.length === COUNT && b.length === COUNT, PATIENCE);
  },

  'never runs two batches of one partition at once, and tells a running one when it should stop': async (bench) => {
    await bench.publish(numbered(0, COUNT));
    const running = new Set<number>();
    let overlaps = 0;
    let wasToldToStop = false;
    const consumer = bench.start('g', async (batch) => {
      if (running.has(batch.partition)) overlaps += 1;
      running.add(batch.partition);
      await new Promise<void>((resolve) => batch.signal.addEventListener('abort', () => resolve(), { once: true }));
      wasToldToStop = true;
      running.delete(batch.partition);
    });
    await waitFor('running batches', () => running.size > 0, PATIENCE);
    await consumer.stop();
    expect([wasToldToStop, overlaps]).toEqual([true, 0]);
  },

  'lets the other member read on when one leaves; nothing is lost and keys stay in order': async (bench) => {
    const got: IncomingMessage[] = [];
    const leaving = bench.start('g', collectInto(got));
    bench.start('g', collectInto(got));
    await bench.publish(numbered(0, COUNT));
    await waitFor('the first half', () => firstDeliveries(got).length === COUNT, PATIENCE);
    await leaving.stop();
    await bench.publish(numbered(COUNT, 2 * COUNT));
    await waitFor('everything', () => firstDeliveries(got).length === 2 * COUNT, PATIENCE);
    expectOrderPerKey(firstDeliveries(got), 2 * COUNT);
  },
};

async function survives(bench: Bench, error: Error): Promise<void> {
  await bench.publish(numbered(0, 10));
  const got: IncomingMessage[] = [];
  let failures = 1;
  bench.start('g', async (batch) => {
    failures -= 1;
    if (failures >= 0) throw error;
    await collectInto(got)(batch);
  });
  await waitFor('all messages', () => got.length >= 10, PATIENCE);
  expectOrderPerKey(firstDeliveries(got), 10);
}

function numbered(from: number, to: number): OutgoingMessage[] {
  return Array.from({ length: to - from }, (_, index) => ({
    topic: 't',
    key: `k${(from + index) % KEYS}`,
    value: Buffer.from(String(from + index)),
    headers: {},
  }));
}

function collectInto(list: IncomingMessage[]): (batch: IncomingBatch) => Promise<void> {
  return async (batch) => {
    for (const message of batch.messages) {
      if (batch.signal.aborted) return;
      list.push(message);
      batch.resolve(message.offset);
    }
  };
}

const numberOf = (message: IncomingMessage): number => Number(message.value?.toString());

function firstDeliveries(messages: readonly IncomingMessage[]): IncomingMessage[] {
  const seen = new Set<number>();
  return messages.filter((message) => !seen.has(numberOf(message)) && seen.add(numberOf(message)));
}

function expectOrderPerKey(messages: readonly IncomingMessage[], total: number): void {
  expect(messages.map(numberOf).toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, number) => number));
  for (const group of Map.groupBy(messages, (message) => message.key?.toString()).values()) {
    const numbers = group.map(numberOf);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
}
