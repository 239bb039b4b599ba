import { AppError } from '@mao/service-kit';
import type { Admin, ITopicConfig } from 'kafkajs';
import type { Catalogue, TopicSpec } from '../catalogue.ts';
import { topicsOf } from '../catalogue.ts';
import { deadLetterTopic } from '../consumer/dead-letter.ts';
import type { GroupSpec } from '../ports.ts';
import type { KafkaClient } from './kafka-client.ts';

const DAY_MS = 86_400_000;
const DEAD_LETTER_RETENTION_MS = 30 * DAY_MS;
/** A dead letter is a record plus ten headers: it must fit even when the record filled the default of 1 MiB. */
const DEAD_LETTER_MAX_BYTES = 2 * 1_048_576;
/** -1 leaves replication to the cluster's default. */
const CLUSTER_DEFAULT = -1;

/**
 * Creates missing topics, dead letter topics included, with explicit partitions and retention; never changes one that is there.
 * @throws AppError `partition-count-differs` when an existing topic has another number of partitions (M18)
 */
export async function ensureTopics(
  client: KafkaClient,
  catalogue: Catalogue,
  groups: readonly GroupSpec[] = [],
  only: readonly string[] = catalogue.topics.map((topic) => topic.name),
): Promise<void> {
  const wanted = catalogue.topics.filter((topic) => only.includes(topic.name));
  const deadLetters = groups.flatMap((group) => deadLetterTopics(catalogue, group));
  await withAdmin(client, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = [...wanted.map(toConfig), ...deadLetters]
      .map((config) => ({ ...config, topic: client.wireName(config.topic) }))
      .filter((config) => !existing.has(config.topic));
    // Another process may be creating them too; "already exists" is not an error here.
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
    await checkPartitions(admin, client, wanted);
  });
}

/** Runs with an admin connection of its own. */
export async function withAdmin<T>(client: KafkaClient, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function checkPartitions(admin: Admin, client: KafkaClient, specs: readonly TopicSpec[]): Promise<void> {
  if (specs.length === 0) return;
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map((spec) => client.wireName(spec.name)) });
  const actual = new Map(topics.map((topic) => [client.ourName(topic.name), topic.partitions.length]));
  for (const spec of specs) {
    if (actual.get(spec.name) === spec.partitions) continue;
    throw new AppError('partition-count-differs', {
      message: `topic ${spec.name} has ${actual.get(spec.name) ?? 0} partitions, not ${spec.partitions}; a change would move keys`,
      permanent: true,
    });
  }
}

function toConfig(topic: TopicSpec): ITopicConfig {
  return {
    topic: topic.name,
    numPartitions: topic.partitions,
    replicationFactor: CLUSTER_DEFAULT,
    configEntries: [
      { name: 'retention.ms', value: String(topic.retentionMs) },
      { name: 'cleanup.policy', value: topic.compacted ? 'compact' : 'delete' },
    ],
  };
}

function deadLetterTopics(catalogue: Catalogue, { group, types }: GroupSpec): ITopicConfig[] {
  return [...new Set(types.flatMap((type) => topicsOf(catalogue, type)))].map((topic) => ({
    topic: deadLetterTopic(topic, group),
    numPartitions: 1,
    replicationFactor: CLUSTER_DEFAULT,
    configEntries: [
      { name: 'retention.ms', value: String(DEAD_LETTER_RETENTION_MS) },
      { name: 'max.message.bytes', value: String(DEAD_LETTER_MAX_BYTES) },
    ],
  }));
}
