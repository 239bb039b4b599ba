import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { readTopic } from '../testing/read-topic.ts';
import { testLogger } from '../testing/test-rig.ts';
import { createKafkaClient } from './kafka-client.ts';
import { createKafkajsPublisher } from './kafkajs-publisher.ts';
import { withAdmin } from './topics.ts';

const message = (text: string) => ({ topic: 't', key: 'k', value: Buffer.from(text), headers: {} });

test('a broker that accepts and never answers costs the deadline, not minutes, and says that the outcome is unknown', async () => {
  const sockets: Socket[] = [];
  const frozen = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve));
  const client = createKafkaClient({ KAFKA_BROKERS: `127.0.0.1:${(frozen.address() as AddressInfo).port}` }, 'test', testLogger);
  const publisher = createKafkajsPublisher(client, testLogger, 300);
  const startedAt = performance.now();
  await expect(publisher.publish([message('a')])).rejects.toMatchObject({ code: 'publish-outcome-unknown' });
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  frozen.close();
  for (const socket of sockets) socket.destroy();
});

test('after a failed send a new producer takes over, and nothing acknowledged later is missing', async () => {
  const settings = {
    KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'] ?? '',
    KAFKA_TOPIC_PREFIX: `p${randomBytes(5).toString('hex')}-`,
  };
  const client = createKafkaClient(settings, 'test', testLogger);
  const publisher = createKafkajsPublisher(client, testLogger);
  await withAdmin(client, (admin) => admin.createTopics({ topics: [{ topic: client.wireName('t'), numPartitions: 1 }] }));
  await publisher.publish([message('a')]);
  await expect(publisher.publish([{ ...message('lost'), topic: 'missing' }])).rejects.toMatchObject({
    code: 'publish-outcome-unknown',
  });
  await publisher.publish([message('b')]);
  await publisher.publish([message('c')]);
  await publisher.close();
  expect((await readTopic(client, 't', 3)).map((record) => record.value?.toString())).toEqual(['a', 'b', 'c']);
}, 30_000);
