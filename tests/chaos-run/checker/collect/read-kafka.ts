import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Kafka, KafkaMessage } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { KafkaRecord, PartitionOffsets } from '../evidence.ts';
import { decodeFrame } from './decode-frame.ts';

const DEADLINE_MS = 120_000;

/** Every record of every topic, and how far each group says it has come, by a plain client. */
export async function readKafka(brokers: string): Promise<{ records: KafkaRecord[]; offsets: PartitionOffsets[] }> {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => !topic.startsWith('__'));
    const offsets = await readOffsets(admin, topics);
    const records = await readRecords(kafka, topics, offsets);
    return { records, offsets };
  } finally {
    await admin.disconnect();
  }
}

async function readOffsets(admin: Admin, topics: readonly string[]): Promise<PartitionOffsets[]> {
  const { groups } = await admin.listGroups();
  const committed = new Map<string, Record<string, number>>();
  for (const { groupId } of groups) {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: [...topics] })) {
      for (const { partition, offset } of partitions) {
        if (Number(offset) < 0) continue;
        const place = `${topic}:${partition}`;
        committed.set(place, { ...committed.get(place), [groupId]: Number(offset) });
      }
    }
  }
  const all: PartitionOffsets[] = [];
  for (const topic of topics) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic))
      all.push({ topic, partition, end: Number(high), committed: committed.get(`${topic}:${partition}`) ?? {} });
  }
  return all;
}

async function readRecords(kafka: Kafka, topics: string[], offsets: readonly PartitionOffsets[]): Promise<KafkaRecord[]> {
  const missing = new Map(
    offsets.filter(({ end }) => end > 0).map(({ topic, partition, end }) => [`${topic}:${partition}`, end]),
  );
  const records: KafkaRecord[] = [];
  const consumer = kafka.consumer({ groupId: `chaos-checker-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message }) => {
        records.push(toRecord(topic, partition, message));
        const place = `${topic}:${partition}`;
        if (Number(message.offset) + 1 >= (missing.get(place) ?? 0)) missing.delete(place);
      },
    });
    const deadlineAt = Date.now() + DEADLINE_MS;
    while (missing.size > 0) {
      if (Date.now() > deadlineAt) throw new Error(`records could not be read: ${[...missing.keys()].join(', ')}`);
      await delay(100);
    }
  } finally {
    await consumer.disconnect();
  }
  return records;
}

function toRecord(topic: string, partition: number, message: KafkaMessage): KafkaRecord {
  const header = (name: string) => String(message.headers?.[name] ?? '');
  const isDeadLetter = topic.endsWith('.dlq');
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: String(message.key),
    id: header('ce_id'),
    type: header('ce_type'),
    source: header('ce_source'),
    seq: isDeadLetter ? 0 : Number(header('ce_keyseq')),
    data: isDeadLetter ? { reason: header('x-dlq-error-message'), group: header('x-dlq-group') } : decodeFrame(message.value),
  };
}
