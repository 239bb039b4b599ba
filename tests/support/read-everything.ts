import { randomUUID } from 'node:crypto';
import { catalogue } from '@mao/contracts';
import { createCodec } from '@mao/messaging';
import { waitFor } from '@mao/service-kit/testing';
import kafkajs from 'kafkajs';

export interface ReadEvent {
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly correlationId: string;
  readonly traceparent: string;
  readonly source: string;
  /** Number of the event among those of its writer and key. */
  readonly keySeq: number;
  readonly data: unknown;
  /** Key, value and headers as one text, for scans. */
  readonly raw: string;
}

/** Every record that stands on the topics of a stack, read by a plain client. */
export async function readEverything(brokers: string, prefix: string): Promise<ReadEvent[]> {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const topics = catalogue.topics.map(({ name }) => prefix + name);
  const admin = kafka.admin();
  await admin.connect();
  const ends = (await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)))).flat();
  await admin.disconnect();
  const expected = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);

  const codec = createCodec(catalogue);
  const found: ReadEvent[] = [];
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, message }) => {
        const header = (name: string) => String(message.headers?.[name] ?? '');
        const ours = topic.slice(prefix.length);
        found.push({
          topic: ours,
          key: String(message.key),
          type: header('ce_type'),
          correlationId: header('ce_correlationid'),
          traceparent: header('traceparent'),
          source: header('ce_source'),
          keySeq: Number(header('ce_keyseq')),
          data: message.value === null ? null : codec.decode(ours, header('ce_type'), message.value),
          raw: `${message.key} ${message.value?.toString('latin1')} ${JSON.stringify(message.headers, (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value))}`,
        });
      },
    });
    await waitFor('every record', () => found.length >= expected);
  } finally {
    await consumer.disconnect();
  }
  return found;
}
