import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { kafkaOf } from './kafka.ts';
import { serviceDatabases } from './service-databases.ts';

let folder: string;
let STACK_FILE: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'));
  STACK_FILE = join(folder, 'stack.json');
  writeFileSync(STACK_FILE, JSON.stringify({ kafka_brokers: 'stack:9092', databases: { gateway: 'postgres://stack' } }));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('Kafka and databases are those of the running stack, unless the environment names others', () => {
  expect(kafkaOf({ STACK_FILE }).brokers).toBe('stack:9092');
  expect(kafkaOf({ STACK_FILE, KAFKA_BROKERS: '' }).brokers).toBe('stack:9092');
  const own = kafkaOf({ STACK_FILE, KAFKA_BROKERS: 'own:9092', KAFKA_TOPIC_PREFIX: 'mine-' });
  expect([own.brokers, own.wireName('clips')]).toEqual(['own:9092', 'mine-clips']);
  expect(serviceDatabases({ STACK_FILE })).toEqual({ gateway: 'postgres://stack' });
  expect(serviceDatabases({ STACK_FILE, DATABASE_URL_PUBLISHER: 'postgres://own' })).toEqual({ publisher: 'postgres://own' });
});

test('a setting of Kafka that cannot be read is named', () => {
  expect(() => kafkaOf({ STACK_FILE, KAFKA_BROKERS: 'nonsense' })).toThrow('KAFKA_BROKERS: must be host:port');
  expect(() => kafkaOf({ STACK_FILE, KAFKA_SSL: 'maybe' })).toThrow('KAFKA_SSL');
});
