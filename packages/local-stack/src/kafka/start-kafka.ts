import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackendSource, givenBackend } from '../backend.ts';
import { isDockerAnswering } from '../docker-engine.ts';
import { removeFolderAtTheLatestOnExit } from '../process/watchdog.ts';
import { REPOSITORY_ROOT } from '../repository-root.ts';
import { countLiveBrokers } from './ask-kafka.ts';
import { startEmbeddedKafka } from './embedded-kafka.ts';
import { unreachableKafka } from './failures.ts';
import type { KafkaHandle, KafkaOptions } from './options.ts';

const EVERY_SOURCE: readonly BackendSource[] = ['given', 'docker', 'embedded'];

/**
 * Gives a Kafka cluster: the one named by `brokers` or KAFKA_BROKERS, else a container when a Docker engine answers, else an
 * Apache Kafka 4.4 from its Maven artifacts.
 * @throws StackError whose message says what to do.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaHandle> {
  const sources = options.sources ?? EVERY_SOURCE;
  const brokers = options.brokers ?? process.env['KAFKA_BROKERS'];
  if (brokers && sources.includes('given')) return useKafka(brokers);
  if (sources.includes('docker') && (await isDockerAnswering())) {
    const { startDockerKafka } = await import('./docker-kafka.ts');
    return startDockerKafka(options);
  }
  const isTemporary = options.dataDir === undefined;
  const folder = options.dataDir ?? mkdtempSync(join(tmpdir(), 'mao-kafka-'));
  if (isTemporary) removeFolderAtTheLatestOnExit(folder);
  const libsDir = options.libsDir ?? join(REPOSITORY_ROOT, '.local', 'kafka', 'libs');
  const logFile = options.logFile ?? join(folder, 'kafka.log');
  return startEmbeddedKafka({ ...options, folder, isTemporary, libsDir, logFile });
}

async function useKafka(brokers: string): Promise<KafkaHandle> {
  const answers = await Promise.allSettled(brokers.split(',').map((broker) => countLiveBrokers(broker.trim())));
  const failures = answers.filter((answer) => answer.status === 'rejected');
  if (failures.length === answers.length) throw unreachableKafka(brokers, failures[0]?.reason);
  return { ...givenBackend('KAFKA_BROKERS'), brokers };
}
