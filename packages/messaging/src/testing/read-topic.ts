import { randomUUID } from 'node:crypto';
import { waitFor } from '@mao/service-kit/testing';
import type { KafkaClient } from '../kafka/kafka-client.ts';
import type { IncomingMessage } from '../ports.ts';

/** Everything on a topic, partition by partition, once at least `count` records are there. Reads with a plain kafkajs consumer. */
export async function readTopic(
  client: KafkaClient,
  topic: string,
  count: number,
  timeoutMs = 20_000,
): Promise<IncomingMessage[]> {
  const consumer = client.kafka.consumer({
    groupId: `reader-${randomUUID()}`,
    maxWaitTimeInMs: 50,
    allowAutoTopicCreation: false,
  });
  const found: IncomingMessage[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: client.wireName(topic), fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ partition, message }) => {
        const { key, value } = message;
        const headers = message.headers ?? {};
        found.push({
          topic,
          partition,
          offset: BigInt(message.offset),
          timestamp: new Date(Number(message.timestamp)),
          key,
          value,
          headers,
        });
      },
    });
    await waitFor(`${count} records on ${topic}`, () => found.length >= count, { timeoutMs });
  } finally {
    await consumer.disconnect();
  }
  return found.toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
}
