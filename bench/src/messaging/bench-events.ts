import { randomBytes } from 'node:crypto';
import type { Catalogue, EventOf } from '@mao/messaging';

/** The event map of the messaging benchmark. */
export interface BenchEvents {
  Measured: { readonly number: number; readonly filling: string };
}

const TOPIC = 'measured';
const PARTITIONS = 6;
const KEYS = 1_000;
/** With its number, length and frame the value has 200 bytes. */
const FILLING = randomBytes(94).toString('hex');

export const benchCatalogue: Catalogue = {
  topics: [{ name: TOPIC, partitions: PARTITIONS, retentionMs: 86_400_000 }],
  events: [
    {
      id: 1,
      topic: TOPIC,
      type: 'Measured',
      version: 1,
      schema: {
        type: 'record',
        name: 'Measured',
        namespace: 'bench',
        fields: [
          { name: 'number', type: 'int' },
          { name: 'filling', type: 'string' },
        ],
      },
    },
  ],
};

export const BENCH_TOPICS: readonly string[] = [TOPIC];

/** `count` events with consecutive numbers, spread over the keys. */
export function measuredEvents(first: number, count: number): EventOf<BenchEvents>[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'Measured' as const,
    key: `key-${(first + index) % KEYS}`,
    data: { number: first + index, filling: FILLING },
  }));
}
