import { AppError, sleep } from '@mao/service-kit';
import type { Admin } from 'kafkajs';
import { AssignerProtocol, type KafkaClient } from '../kafka/kafka-client.ts';
import { SESSION_TIMEOUT_MS } from '../kafka/session-timeout.ts';

/** A killed process stays a member for its session time-out; only after that is another topic list a mistake. */
const PATIENCE_MS = SESSION_TIMEOUT_MS + 2_000;
const LOOK_EVERY_MS = 500;

/** Topic lists of the groups in this process, by brokers and wire name. */
const local = new Map<string, string>();

/**
 * A group's leader assigns only the topics it subscribed to itself, so members with different lists silently leave
 * partitions unread.
 * @throws AppError `group-topics-differ` (M18)
 */
export function claimGroup(client: KafkaClient, group: string, topics: readonly string[]): () => void {
  const name = `${client.brokers}\n${client.wireName(group)}`;
  const list = topicList(topics.map(client.wireName));
  const other = local.get(name);
  if (other !== undefined && other !== list) throw differ(group, list, other);
  local.set(name, list);
  return () => local.delete(name);
}

/** The same for members in other processes, asked of the broker. */
export async function checkLiveGroup(admin: Admin, client: KafkaClient, group: string, topics: readonly string[]): Promise<void> {
  const list = topicList(topics.map(client.wireName));
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const other = (await liveTopicLists(admin, client.wireName(group))).find((live) => live !== list);
    if (other === undefined) return;
    if (Date.now() > deadline) throw differ(group, list, other);
    await sleep(LOOK_EVERY_MS);
  }
}

async function liveTopicLists(admin: Admin, wireGroup: string): Promise<string[]> {
  const { groups } = await admin.describeGroups([wireGroup]);
  return (
    groups
      .flatMap((group) => group.members)
      // While a group rebalances the broker describes its members without what they read.
      .filter(({ memberMetadata }) => memberMetadata.length > 0)
      .flatMap((member) => AssignerProtocol.MemberMetadata.decode(member.memberMetadata) ?? [])
      .map((metadata) => topicList(metadata.topics))
  );
}

function topicList(wireTopics: readonly string[]): string {
  return wireTopics.toSorted().join(',');
}

function differ(group: string, wanted: string, other: string): AppError {
  return new AppError('group-topics-differ', {
    message: `group ${group} is asked to read ${wanted}, but a member of it reads ${other}`,
    permanent: true,
  });
}
