import { randomUUID } from 'node:crypto';
import { AppError, errorMessage } from '@mao/service-kit';
import type { Batch, Consumer } from 'kafkajs';
import type { KafkaClient } from '../kafka/kafka-client.ts';
import { withAdmin } from '../kafka/topics.ts';
import { type DeadLetter, type DeadLetterPlace, deadLetterId, readDeadLetter } from './dead-letter-record.ts';

const SUFFIX = '.dlq';
/** An answer from a broker that is well takes milliseconds; a rebalance of a new group up to a few seconds. */
const STALLED_MS = 20_000;

/** Named as the client's own errors are. */
class BrokerSilent extends Error {
  override readonly name = 'KafkaJSSilence';
}

/** Records of one partition of a dead letter topic, from `from` up to but not including `to`. */
interface Stretch {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * Reads dead letters, the oldest first within a topic. Reading changes nothing: no offset is committed.
 * @param options.wants which dead letter topics
 * @param options.keeps which of their letters
 * @throws AppError `broker-away`
 */
export async function scanDeadLetters(
  client: KafkaClient,
  options: { wants(topic: string): boolean; keeps(letter: DeadLetter): boolean },
): Promise<DeadLetter[]> {
  const stretches = await orBrokerAway(client, () => wholeTopics(client, options.wants));
  return orBrokerAway(client, () => readStretches(client, stretches, options.keeps));
}

/** The dead letters at these places; those that are no more, or never were, are left out. @throws AppError `broker-away` */
export async function findDeadLetters(client: KafkaClient, places: readonly DeadLetterPlace[]): Promise<DeadLetter[]> {
  const wanted = new Set(places.map(deadLetterId));
  const topics = new Set(places.map(({ topic }) => topic));
  const whole = await orBrokerAway(client, () => wholeTopics(client, (topic) => topics.has(topic)));
  const stretches = whole.flatMap((stretch) => narrowed(stretch, places) ?? []);
  return orBrokerAway(client, () => readStretches(client, stretches, ({ id }) => wanted.has(id)));
}

/** The part of a partition that holds all of the places in it. */
function narrowed(stretch: Stretch, places: readonly DeadLetterPlace[]): Stretch | undefined {
  const offsets = places
    .filter(({ topic, partition }) => topic === stretch.topic && partition === stretch.partition)
    .map(({ offset }) => offset)
    .filter((offset) => offset >= stretch.from && offset < stretch.to)
    .toSorted((a, b) => Number(a - b));
  const [first, last] = [offsets[0], offsets.at(-1)];
  return first === undefined || last === undefined ? undefined : { ...stretch, from: first, to: last + 1n };
}

function wholeTopics(client: KafkaClient, wants: (topic: string) => boolean): Promise<Stretch[]> {
  return withAdmin(client, async (admin) => {
    const topics = (await admin.listTopics())
      .filter((name) => name.startsWith(client.wireName('')) && name.endsWith(SUFFIX))
      .map(client.ourName)
      .filter(wants);
    const found = await Promise.all(
      topics.map(async (topic) => {
        const partitions = await admin.fetchTopicOffsets(client.wireName(topic));
        return partitions.map(({ partition, low, high }) => ({ topic, partition, from: BigInt(low), to: BigInt(high) }));
      }),
    );
    return found.flat().filter(({ from, to }) => from < to);
  });
}

async function readStretches(
  client: KafkaClient,
  stretches: readonly Stretch[],
  keeps: (letter: DeadLetter) => boolean,
): Promise<DeadLetter[]> {
  if (stretches.length === 0) return [];
  const groupId = client.wireName(`operator-cli-${randomUUID()}`);
  const consumer = client.kafka.consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  // By id: what was fetched before the seek may come again.
  const found = new Map<string, DeadLetter>();
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(stretches.map(({ topic }) => client.wireName(topic)))], fromBeginning: true });
    await consume(client, consumer, stretches, (letter) => {
      if (keeps(letter)) found.set(letter.id, letter);
    });
  } finally {
    await consumer.disconnect();
    // The broker would forget the empty group by itself, a week later.
    await withAdmin(client, (admin) => admin.deleteGroups([groupId])).catch(() => undefined);
  }
  return [...found.values()].toSorted(inOrder);
}

function inOrder(a: DeadLetter, b: DeadLetter): number {
  const [first, second] = [a.lastFailedAt.getTime(), b.lastFailedAt.getTime()];
  return first - second || Number(a.original.offset - b.original.offset);
}

/** Ends when every stretch has been read to its end. */
async function consume(
  client: KafkaClient,
  consumer: Consumer,
  stretches: readonly Stretch[],
  onLetter: (letter: DeadLetter) => void,
): Promise<void> {
  const open = new Map(stretches.map((stretch) => [nameOf(stretch.topic, stretch.partition), stretch]));
  const { promise: allRead, resolve, reject } = Promise.withResolvers<void>();
  const stalled = setTimeout(() => reject(new BrokerSilent('no answer')), STALLED_MS);
  consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
  try {
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        stalled.refresh();
        const topic = client.ourName(batch.topic);
        const stretch = open.get(nameOf(topic, batch.partition));
        if (stretch === undefined) return;
        for (const letter of lettersOf(batch, stretch)) onLetter(letter);
        if (BigInt(batch.lastOffset()) >= stretch.to - 1n) open.delete(nameOf(topic, batch.partition));
        if (open.size === 0) resolve();
      },
    });
    seekAll(client, consumer, stretches);
    await allRead;
  } finally {
    clearTimeout(stalled);
  }
}

function lettersOf(batch: Batch, { topic, partition, from, to }: Stretch): DeadLetter[] {
  return batch.messages.flatMap(({ offset: text, timestamp, key, value, headers = {} }) => {
    const offset = BigInt(text);
    if (offset < from || offset >= to) return [];
    return readDeadLetter({ topic, partition, offset, timestamp: new Date(Number(timestamp)), key, value, headers }) ?? [];
  });
}

function seekAll(client: KafkaClient, consumer: Consumer, stretches: readonly Stretch[]): void {
  for (const { topic, partition, from } of stretches)
    consumer.seek({ topic: client.wireName(topic), partition, offset: from.toString() });
}

function nameOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

async function orBrokerAway<T>(client: KafkaClient, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith('KafkaJS'))) throw error;
    throw new AppError('broker-away', {
      message: `Kafka does not answer at ${client.brokers}: ${errorMessage(error)}`,
      cause: error,
    });
  }
}
