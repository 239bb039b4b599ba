import { readStackFile } from '@mao/local-stack';
import { createKafkaClient, type KafkaClient } from '@mao/messaging';
import { createLogger } from '@mao/service-kit';
import { commonSettings, parseSettings } from '@mao/service-kit/settings';
import { z } from 'zod';
import { stackFileOf } from './service-databases.ts';

const { KAFKA_BROKERS, KAFKA_TOPIC_PREFIX, KAFKA_SSL, KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } =
  commonSettings;
const schema = z.object({
  KAFKA_BROKERS,
  KAFKA_TOPIC_PREFIX,
  KAFKA_SSL,
  KAFKA_SASL_MECHANISM,
  KAFKA_SASL_USERNAME,
  KAFKA_SASL_PASSWORD,
});

/**
 * The cluster that KAFKA_BROKERS and its companions name, else that of the running local stack.
 * @throws Error that says what to set
 */
export function kafkaOf(env: NodeJS.ProcessEnv): KafkaClient {
  const brokers = env['KAFKA_BROKERS'] || brokersOfStack(env);
  if (brokers === undefined)
    throw new Error('No Kafka is known: start the local stack with npm start, or set KAFKA_BROKERS (host:port, …).');
  const result = parseSettings(schema, { ...env, KAFKA_BROKERS: brokers });
  if (!result.ok) throw new Error(result.report.trimEnd());
  // A broker that is away is told by the error that follows; the client's own lines would only hide it.
  return createKafkaClient(result.settings, 'operator-cli', createLogger({ service: 'operator-cli', level: 'silent' }));
}

function brokersOfStack(env: NodeJS.ProcessEnv): string | undefined {
  const file = stackFileOf(env);
  return file === undefined ? undefined : readStackFile(file)?.kafka_brokers;
}
