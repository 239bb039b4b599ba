import type { Logger } from '@mao/service-kit';
import type { Kafka, KafkaConfig, LogEntry } from 'kafkajs';
// CommonJS whose exports Node cannot name statically, hence the default import.
import kafkajs from 'kafkajs';
import type { SeatSettings } from './seat-name.ts';

const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 10_000;

export interface KafkaSettings extends SeatSettings {
  readonly KAFKA_BROKERS: string;
  readonly KAFKA_TOPIC_PREFIX?: string;
  readonly KAFKA_SSL?: 'true' | 'false';
  readonly KAFKA_SASL_MECHANISM?: 'plain' | 'scram-sha-256' | 'scram-sha-512' | undefined;
  readonly KAFKA_SASL_USERNAME?: string | undefined;
  readonly KAFKA_SASL_PASSWORD?: string | undefined;
}

/** A cluster and the prefix that our names have on it. */
export interface KafkaClient {
  readonly kafka: Kafka;
  readonly brokers: string;
  /** Our name of a topic or group -> the name on the wire. */
  wireName(name: string): string;
  ourName(wireName: string): string;
}

export function createKafkaClient(settings: KafkaSettings, clientId: string, logger: Logger): KafkaClient {
  const prefix = settings.KAFKA_TOPIC_PREFIX ?? '';
  const kafka = new kafkajs.Kafka({
    clientId,
    brokers: settings.KAFKA_BROKERS.split(','),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    ssl: settings.KAFKA_SSL === 'true',
    ...saslOf(settings),
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    logCreator: logTo(logger),
  });
  return {
    kafka,
    brokers: settings.KAFKA_BROKERS,
    wireName: (name) => prefix + name,
    ourName: (wireName) => wireName.slice(prefix.length),
  };
}

export const { Partitioners, AssignerProtocol } = kafkajs;

function saslOf(settings: KafkaSettings): Pick<KafkaConfig, 'sasl'> {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  if (mechanism === undefined || username === undefined || password === undefined) return {};
  // The library's type is a union per mechanism; all three take the same two fields.
  if (mechanism === 'plain') return { sasl: { mechanism, username, password } };
  return mechanism === 'scram-sha-256'
    ? { sasl: { mechanism, username, password } }
    : { sasl: { mechanism, username, password } };
}

/**
 * The client calls a rebalance an error and a broker's restart several. Nobody has to act on those, and what does not
 * heal shows in readiness and in our own log lines, so its lines never get above debug.
 */
function logTo(logger: Logger) {
  return () =>
    ({ level, namespace, log }: LogEntry): void => {
      if (level > kafkajs.logLevel.WARN) return;
      logger.debug({ kafka: namespace, reason: log['error'] }, log.message);
    };
}
