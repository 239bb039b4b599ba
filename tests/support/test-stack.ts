import { randomBytes } from 'node:crypto';
import { type Stack, type StackOptions, startStack } from '@mao/local-stack';

/** A stack of its own for one test file: own databases and topics on the PostgreSQL and Kafka of the test run. */
export function startTestStack(options: StackOptions = {}): Promise<Stack> {
  return startStack({
    isTemporary: true,
    topicPrefix: `t${randomBytes(4).toString('hex')}_`,
    postgresUrl: process.env['TEST_DATABASE_URL'],
    kafkaBrokers: process.env['TEST_KAFKA_BROKERS'],
    env: { LOG_LEVEL: 'warn', RETRY_DELAY_SECONDS: '0.2', RECONCILE_SETTLE_SECONDS: '0.5' },
    ...options,
  });
}
