import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '../wait-for.ts';
import { countLiveBrokers } from './ask-kafka.ts';
import type { KafkaHandle } from './options.ts';
import { startKafka } from './start-kafka.ts';

const STILL_MS = 30_000;

let folder: string;
let kafka: KafkaHandle | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mao-kafka-test-'));
});

afterEach(async () => {
  await kafka?.stop();
  kafka = undefined;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** Connections stay open, and nothing answers. */
async function isSilent(address: string): Promise<boolean> {
  try {
    await countLiveBrokers(address);
    return false;
  } catch (error) {
    if (error instanceof Error && error.message.includes('no answer in time')) return true;
    throw error;
  }
}

async function start(): Promise<KafkaHandle> {
  kafka = await startKafka({ sources: ['embedded'], dataDir: folder });
  return kafka;
}

describe('an embedded Kafka', () => {
  test('killed and started again keeps its data folder and its address; frozen it answers nothing', async () => {
    const broker = await start();
    const clusterId = () => /cluster\.id=(.*)/.exec(readFileSync(join(folder, 'data', 'meta.properties'), 'utf8'))?.[1];
    const [address, id, pid] = [broker.brokers, clusterId(), broker.pid];
    await broker.kill();
    await expect(countLiveBrokers(address)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await broker.start();
    expect(await countLiveBrokers(address)).toBe(1);
    expect(broker.pid).not.toBe(pid);
    expect(clusterId()).toBe(id);
    expect(readdirSync(join(folder, 'data'))).toContain('__cluster_metadata-0');

    await broker.pause();
    // The threads of a busy process do not all stop in the same instant; once they have, they stay so.
    await waitFor(() => isSilent(address), { what: 'the broker to stand still', timeoutMs: STILL_MS });
    expect(await isSilent(address)).toBe(true);
    await broker.resume();
    expect(await countLiveBrokers(address)).toBe(1);
  }, 90_000);

  test('with a damaged data folder names it and says what to do', async () => {
    const broker = await start();
    await broker.stop();
    kafka = undefined;
    const metaFile = join(folder, 'data', 'meta.properties');
    writeFileSync(metaFile, readFileSync(metaFile, 'utf8').replace(/node\.id=\d+/, 'node.id=7'));
    const attempt = start();
    await expect(attempt).rejects.toMatchObject({
      code: 'kafka-data-corrupt',
      message: expect.stringContaining(`rm -rf '${join(folder, 'data')}'`),
    });
  }, 90_000);
});

describe('a given cluster', () => {
  test('that does not answer is named, with what to do', async () => {
    const attempt = startKafka({ brokers: '127.0.0.1:1,127.0.0.1:2' });
    await expect(attempt).rejects.toMatchObject({ code: 'kafka-unreachable', message: expect.stringContaining('unset it') });
  });

  test('is used as it is and never touched', async () => {
    const given = await startKafka({ brokers: process.env['TEST_KAFKA_BROKERS'] });
    await given.stop();
    expect(await countLiveBrokers(given.brokers.split(',')[0] ?? '')).toBeGreaterThan(0);
    await expect(given.pause()).rejects.toMatchObject({ code: 'not-ours' });
  });
});
