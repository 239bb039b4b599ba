import { describe, expect, test } from '@jest/globals';
import { explainKafkaFailure, failedDownload, missingJava, missingMaven, oldJava, unreachableKafka } from './failures.ts';

const failed = (log: string) => explainKafkaFailure({ dataDir: '/data/kafka', port: 9092, logFile: '/logs/kafka.log', log });

describe('a Kafka that cannot be started says what to do', () => {
  test('without Java', () => {
    expect(missingJava()).toMatchObject({ name: 'StackError', code: 'java-missing' });
    for (const way of ['KAFKA_BROKERS', 'Docker', 'JDK 17']) expect(missingJava().message).toContain(way);
  });

  test('with an old Java', () => {
    expect(oldJava(11)).toMatchObject({ code: 'java-too-old', message: expect.stringContaining('version 11') });
  });

  test('without Maven', () => {
    expect(missingMaven()).toMatchObject({ code: 'maven-missing', message: expect.stringContaining('install Maven') });
  });

  test('when the download fails, with the end of what Maven said', () => {
    const output = Array.from({ length: 40 }, (_, line) => `[ERROR] line ${line}`).join('\n');
    expect(failedDownload(output).message).toContain('line 39');
    expect(failedDownload(output).message).not.toContain('line 1\n');
  });

  test('when its port is taken', () => {
    const log = 'org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9092: Address already in use.';
    expect(failed(log)).toMatchObject({ code: 'port-taken', message: expect.stringContaining('127.0.0.1:9092') });
  });

  test.each([
    "java.lang.RuntimeException: Stored node id 7 doesn't match previous node id 1 in /data/kafka/meta.properties",
    'org.apache.kafka.common.errors.CorruptRecordException: Record size is less than the minimum record overhead',
    'org.apache.kafka.common.errors.KafkaStorageException: Error while writing',
  ])('when its data is damaged: %s', (log) => {
    expect(failed(log)).toMatchObject({ code: 'kafka-data-corrupt', message: expect.stringContaining("rm -rf '/data/kafka'") });
  });

  test('else with the end of its log, without stack frames', () => {
    const error = failed(
      'Exception in thread "main" java.lang.IllegalArgumentException: no\n\tat kafka.Kafka.main(Kafka.scala)\n',
    );
    expect(error).toMatchObject({ code: 'kafka-start-failed' });
    expect(error.message).toContain('/logs/kafka.log');
    expect(error.message).toContain('IllegalArgumentException: no');
    expect(error.message).not.toContain('Kafka.scala');
  });

  test('when the named brokers do not answer', () => {
    expect(unreachableKafka('a:1,b:2', new Error('refused')).message).toMatch(/a:1,b:2.*refused.*unset it/);
  });
});
