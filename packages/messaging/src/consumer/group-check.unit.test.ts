import { describe, expect, test } from '@jest/globals';
import type { Admin } from 'kafkajs';
import { AssignerProtocol, type KafkaClient } from '../kafka/kafka-client.ts';
import { checkLiveGroup } from './group-check.ts';

const client = { wireName: (name: string) => name } as KafkaClient;
const reads = (topics: string[]) => AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) });

const groupOf = (...members: Buffer[]): Admin =>
  ({
    describeGroups: async () => ({ groups: [{ members: members.map((memberMetadata) => ({ memberMetadata })) }] }),
  }) as unknown as Admin;

describe('a process that wants to join a group', () => {
  test('may, when every member reads the same', async () => {
    await checkLiveGroup(groupOf(reads(['a', 'b'])), client, 'g', ['b', 'a']);
  });

  test('may while the group rebalances: the broker then says nothing of what its members read', async () => {
    await checkLiveGroup(groupOf(Buffer.alloc(0), reads(['a'])), client, 'g', ['a']);
  });
});

test('what is compared is what a member really says', () => {
  expect(AssignerProtocol.MemberMetadata.decode(reads(['a']))?.topics).toEqual(['a']);
});
