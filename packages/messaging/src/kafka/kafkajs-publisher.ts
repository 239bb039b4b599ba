import { AppError, errorMessage, type Logger } from '@mao/service-kit';
import type { Message, Producer, TopicMessages } from 'kafkajs';
import type { EventPublisher, OutgoingMessage } from '../ports.ts';
import type { WireHeaders } from '../wire-headers.ts';
import { type KafkaClient, Partitioners } from './kafka-client.ts';

/** A frozen broker would hold kafkajs for minutes; by then another relay should have had its turn. */
const SEND_DEADLINE_MS = 8_000;
const CLOSE_DEADLINE_MS = 1_000;
const ALL_REPLICAS = -1;

/**
 * One idempotent producer with one send in flight. After a failed or abandoned send the producer is thrown away: kafkajs
 * rolls its sequence number back, and if the broker did store the batch, the next batch would carry the same number, be
 * taken for a duplicate and be acknowledged without being stored.
 */
export function createKafkajsPublisher(client: KafkaClient, logger: Logger, deadlineMs = SEND_DEADLINE_MS): EventPublisher {
  let current: Promise<Producer> | undefined;
  let isClosed = false;

  function connected(): Promise<Producer> {
    current ??= connect(client);
    return current;
  }

  function discard(): void {
    const old = current;
    current = undefined;
    // In the background: a frozen broker must not hold us here as well.
    old?.then((producer) => producer.disconnect()).catch((error: unknown) => logDiscarded(logger, error));
  }

  return {
    async publish(messages) {
      if (isClosed) throw new AppError('publisher-closed');
      try {
        await withDeadline(
          connected().then((producer) => producer.sendBatch({ topicMessages: byTopic(client, messages), acks: ALL_REPLICAS })),
          deadlineMs,
        );
      } catch (error) {
        discard();
        throw new AppError('publish-outcome-unknown', { message: errorMessage(error), cause: error });
      }
    },
    async close() {
      isClosed = true;
      const old = current;
      if (!old) return;
      // Everything acknowledged is safe by now; a broker that does not answer must not hold the process.
      await withDeadline(
        old.then((producer) => producer.disconnect()),
        CLOSE_DEADLINE_MS,
      ).catch((error: unknown) => logDiscarded(logger, error));
    },
  };
}

async function connect(client: KafkaClient): Promise<Producer> {
  const producer = client.kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Java-compatible murmur2, so that every client of the cluster agrees on a key's partition.
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return producer;
}

function byTopic(client: KafkaClient, messages: readonly OutgoingMessage[]): TopicMessages[] {
  const groups = Map.groupBy(messages, (message) => message.topic);
  return [...groups].map(([topic, group]) => ({ topic: client.wireName(topic), messages: group.map(toKafka) }));
}

function toKafka(message: OutgoingMessage): Message {
  return { key: message.key, value: message.value, headers: toKafkaHeaders(message.headers) };
}

function toKafkaHeaders(headers: WireHeaders): Record<string, Buffer | string | (Buffer | string)[] | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value === undefined || typeof value === 'string' || Buffer.isBuffer(value) ? value : [...value],
    ]),
  );
}

async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the broker within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function logDiscarded(logger: Logger, error: unknown): void {
  logger.debug({ reason: errorMessage(error) }, 'a discarded producer did not disconnect cleanly');
}
