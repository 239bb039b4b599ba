import type { Logger } from '@mao/service-kit';
import { checkLiveGroup, claimGroup } from '../consumer/group-check.ts';
import type { Broker } from '../ports.ts';
import { createKafkaClient, type KafkaSettings } from './kafka-client.ts';
import { createKafkajsConsumer } from './kafkajs-consumer.ts';
import { createKafkajsPublisher } from './kafkajs-publisher.ts';
import { seatName } from './seat-name.ts';
import { ensureTopics, withAdmin } from './topics.ts';

/** Kafka over kafkajs. Connects when it is first used. */
export function connectKafka(settings: KafkaSettings, clientId: string, logger: Logger): Broker {
  const client = createKafkaClient(settings, clientId, logger);
  return {
    publisher: () => createKafkajsPublisher(client, logger),
    ensureTopics: (catalogue, groups, topics) => ensureTopics(client, catalogue, groups, topics),
    claimGroup: (group, topics) => void claimGroup(client, group, topics),
    checkGroup: (group, topics) => withAdmin(client, (admin) => checkLiveGroup(admin, client, group, topics)),
    consumer: ({ group, topics }) => createKafkajsConsumer({ client, group, topics, seat: seatName(settings, topics), logger }),
  };
}
