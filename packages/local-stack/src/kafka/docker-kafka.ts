import { GenericContainer } from 'testcontainers';
import { startContainer, volumeName } from '../docker-container.ts';
import { probePort } from '../ports.ts';
import { waitFor } from '../wait-for.ts';
import { countLiveBrokers } from './ask-kafka.ts';
import type { KafkaHandle, KafkaOptions } from './options.ts';

const IMAGE = 'apache/kafka:4.1.1';
const START_TIMEOUT_MS = 120_000; // the first start pulls the image

/** Starts Kafka in a container that advertises a fixed port of the host. Data goes to a named volume when it is to be kept. */
export async function startDockerKafka(options: KafkaOptions): Promise<KafkaHandle> {
  const port = await probePort(options.preferredPort);
  const brokers = `127.0.0.1:${port}`;
  options.notice?.(`starting Kafka in Docker (${IMAGE})`);
  const container = new GenericContainer(IMAGE)
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${brokers}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_LOG_DIRS: '/var/lib/kafka/data',
    })
    .withExposedPorts({ container: 9092, host: port })
    .withStartupTimeout(START_TIMEOUT_MS);
  if (options.dataDir) {
    container.withBindMounts([{ source: volumeName('kafka', options.dataDir), target: '/var/lib/kafka/data', mode: 'rw' }]);
  }
  const untilReady = () => {
    const isReady = async () => (await countLiveBrokers(brokers).catch(() => 0)) > 0;
    return waitFor(isReady, { what: `Kafka in Docker on port ${port}`, timeoutMs: START_TIMEOUT_MS });
  };
  return { ...(await startContainer(container, port, untilReady)), brokers };
}
