import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';
import { testLogger } from '../testing/test-rig.ts';
import { transportConformance } from '../testing/transport-conformance.ts';
import { createKafkaClient } from './kafka-client.ts';
import { createKafkajsConsumer } from './kafkajs-consumer.ts';
import { createKafkajsPublisher } from './kafkajs-publisher.ts';
import { withAdmin } from './topics.ts';

describe.each([
  { kind: 'new members at each start', seat: () => undefined },
  { kind: 'members with a seat', seat: () => `seat-${randomBytes(5).toString('hex')}` },
])('$kind', ({ seat }) => {
  transportConformance('kafkajs', async () => {
    const KAFKA_BROKERS = process.env['TEST_KAFKA_BROKERS'] ?? '';
    const settings = { KAFKA_BROKERS, KAFKA_TOPIC_PREFIX: `c${randomBytes(5).toString('hex')}-` };
    const client = createKafkaClient(settings, 'conformance', testLogger);
    const topic = client.wireName('t');
    await withAdmin(client, (admin) => admin.createTopics({ topics: [{ topic, numPartitions: 3 }] }));
    return {
      publisher: () => createKafkajsPublisher(client, testLogger),
      consumer: (group) => createKafkajsConsumer({ client, group, topics: ['t'], seat: seat(), logger: testLogger }),
      close: () => withAdmin(client, (admin) => admin.deleteTopics({ topics: [topic] })),
    };
  });
});
