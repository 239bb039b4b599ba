import type { KafkaClient } from '@mao/messaging';

/** What the broker says when it is asked itself. Topics and groups by our own names. */
export interface BrokerView {
  /** Offset after the last record, by partition. */
  ends(topic: string): Promise<readonly number[]>;
  /** Offset the group goes on from, by partition; 0 where nothing was committed. */
  committed(group: string, topic: string): Promise<readonly number[]>;
  /** Whether the group has committed everything that is on the topic now. */
  hasReadAll(group: string, topic: string): Promise<boolean>;
  /** Who has which partitions, as one comparable text; undefined while that is being settled. */
  assignment(group: string): Promise<string | undefined>;
  /** Only while the group has no members. */
  rewind(group: string, topic: string): Promise<void>;
  close(): Promise<void>;
}

export async function openBrokerView({ kafka, wireName }: KafkaClient): Promise<BrokerView> {
  const admin = kafka.admin();
  await admin.connect();
  const byPartition = (found: readonly { readonly partition: number; readonly offset: string }[]): number[] =>
    found.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => Math.max(0, Number(offset)));
  const ends = async (topic: string) => byPartition(await admin.fetchTopicOffsets(wireName(topic)));
  const committed = async (group: string, topic: string) => {
    const [found] = await admin.fetchOffsets({ groupId: wireName(group), topics: [wireName(topic)] });
    return byPartition(found?.partitions ?? []);
  };
  return {
    ends,
    committed,
    async hasReadAll(group, topic) {
      return sum(await committed(group, topic)) === sum(await ends(topic));
    },
    async assignment(group) {
      const { groups } = await admin.describeGroups([wireName(group)]);
      const [found] = groups;
      if (found?.state !== 'Stable') return undefined;
      return found.members
        .map(({ memberId, memberAssignment }) => `${memberId} ${Buffer.from(memberAssignment).toString('base64')}`)
        .toSorted()
        .join('\n');
    },
    rewind: (group, topic) => admin.resetOffsets({ groupId: wireName(group), topic: wireName(topic), earliest: true }),
    close: () => admin.disconnect(),
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
