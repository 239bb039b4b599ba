import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { waitFor } from '../wait-for.ts';
import type { Stack, StackOptions } from './options.ts';
import { readStackFile } from './stack-file.ts';
import { startStack } from './start-stack.ts';

const ENTRY = fileURLToPath(new URL('../../fixtures/dummy-service.ts', import.meta.url));
const dummy = (name: string) => ({ name, entry: ENTRY, preferredPort: 18_300 });

const running: Stack[] = [];
const notices: string[] = [];
let count = 0;

function options(special: StackOptions = {}): StackOptions {
  count += 1;
  return {
    isTemporary: true,
    services: [dummy('gateway'), dummy('publisher')],
    fake: dummy('fake'),
    postgresUrl: process.env['TEST_DATABASE_URL'],
    kafkaBrokers: process.env['TEST_KAFKA_BROKERS'],
    databasePrefix: `stacktest_${process.pid}_${count}`,
    notice: (line) => notices.push(line),
    ...special,
  };
}

async function start(special: StackOptions = {}): Promise<Stack> {
  const stack = await startStack(options(special));
  running.push(stack);
  return stack;
}

async function environmentOf(url: string): Promise<NodeJS.ProcessEnv> {
  return (await fetch(`${url}/env`)).json() as Promise<NodeJS.ProcessEnv>;
}

async function asUser(url: string, database?: string): Promise<unknown> {
  const target = new URL(url);
  if (database) target.pathname = database;
  const client = new Client({ connectionString: target.href });
  try {
    await client.connect();
    await client.query('create table if not exists proof (id int)');
    return 'works';
  } catch (error) {
    return error instanceof Error ? error.message : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mao-stack-test-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((stack) => stack.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  notices.length = 0;
});

describe('a running stack', () => {
  test('describes itself in stack.json, for its owner only, and removes it on stop', async () => {
    const stack = await start();
    const file = join(stack.dataDir, 'stack.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(readStackFile(file) ?? {}).sort()).toEqual([
      'databases',
      'fake_url',
      'gateway_url',
      'jwt_secret',
      'kafka_brokers',
      'pids',
      'ports',
    ]);
    expect(readStackFile(file)).toEqual(stack.describe());
    expect(await (await fetch(`${readStackFile(file)?.gateway_url}/readyz`)).text()).toBe('{}');
    await stack.stop();
    expect(existsSync(file)).toBe(false);
    expect(existsSync(stack.dataDir)).toBe(false);
  });

  test('gives each service its settings, and lets the caller override them', async () => {
    const stack = await start({
      topicPrefix: 'abc-',
      env: { LOG_LEVEL: 'debug', MAX_RETRIES: '7' },
      serviceEnv: { publisher: { MAX_RETRIES: '9' } },
    });
    const gateway = await environmentOf(stack.gatewayUrl);
    expect(gateway).toMatchObject({
      META_ADS_MODE: 'stub',
      GRAPH_API_BASE_URL: stack.fakeUrl,
      DATABASE_URL: stack.databases['gateway'],
      KAFKA_BROKERS: stack.brokers,
      KAFKA_TOPIC_PREFIX: 'abc-',
      JWT_SECRET: stack.jwtSecret,
      LOG_LEVEL: 'debug',
      MAX_RETRIES: '7',
    });
    expect(gateway['NODE_OPTIONS']).toBeUndefined();
    expect((await environmentOf(stack.service('publisher').url))['MAX_RETRIES']).toBe('9');
  });

  test('gives each service a database of its own that no other service may enter', async () => {
    const { databases } = await start();
    const [gateway = '', publisher = ''] = [databases['gateway'], databases['publisher']];
    expect(await asUser(gateway)).toBe('works');
    expect(await asUser(gateway, new URL(publisher).pathname)).toMatch(/permission denied for database/);
  });

  test('starts a died service again with a log line and a new pid in stack.json', async () => {
    const stack = await start();
    const before = stack.describe().pids['publisher'];
    await stack.service('publisher').kill();
    await waitFor(async () => stack.service('publisher').pid, { what: 'a new publisher', timeoutMs: 5_000 });
    await stack.service('publisher').ready();
    const after = readStackFile(join(stack.dataDir, 'stack.json'))?.pids['publisher'];
    expect(after).toBe(stack.service('publisher').pid);
    expect(after).not.toBe(before);
    expect(notices).toEqual([`publisher (pid ${before}) was ended by SIGKILL; starting it again in 0.25 s`]);
    expect(readFileSync(stack.service('publisher').logFile, 'utf8').match(/dummy is up/g)).toHaveLength(2);
  });

  test('starts again a service that ended itself', async () => {
    const stack = await start();
    await fetch(`${stack.gatewayUrl}/die`).catch(() => undefined);
    await waitFor(async () => notices.length > 0, { what: 'the notice', timeoutMs: 5_000 });
    expect(notices[0]).toMatch(/^gateway \(pid \d+\) ended with exit code 3; starting it again in 0.25 s$/);
    await stack.service('gateway').ready();
  });

  test('leaves a service down that was taken down, until it is started with another environment', async () => {
    const stack = await start();
    const publisher = stack.service('publisher');
    await publisher.takeDown();
    expect(publisher.pid).toBeUndefined();
    await expect(publisher.ready()).rejects.toMatchObject({ code: 'service-not-ready' });
    await publisher.start({ MAX_RETRIES: '1' });
    await publisher.ready();
    expect((await environmentOf(publisher.url))['MAX_RETRIES']).toBe('1');
    expect(notices).toEqual([]);
  });

  test('restarts a service in order on the same port', async () => {
    const stack = await start();
    const { port, pid, logFile } = stack.service('gateway');
    await stack.service('gateway').restart();
    await stack.service('gateway').ready();
    expect(stack.service('gateway').port).toBe(port);
    expect(stack.service('gateway').pid).not.toBe(pid);
    expect(readFileSync(logFile, 'utf8')).toContain('dummy stops');
  });

  test('can freeze a service and let it go on', async () => {
    const stack = await start();
    const answers = () =>
      fetch(stack.gatewayUrl, { signal: AbortSignal.timeout(300) }).then(
        () => true,
        () => false,
      );
    stack.service('gateway').pause();
    expect(await answers()).toBe(false);
    stack.service('gateway').resume();
    expect(await answers()).toBe(true);
  });

  test('runs several instances of a service on one database', async () => {
    const stack = await start({ instances: { gateway: 2 } });
    expect([...stack.services.keys()].sort()).toEqual(['gateway', 'gateway-2', 'publisher']);
    const second = await environmentOf(stack.service('gateway-2').url);
    expect(second['DATABASE_URL']).toBe(stack.databases['gateway']);
    expect(stack.service('gateway-2').port).not.toBe(stack.service('gateway').port);
  });

  test('runs beside another stack', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.gatewayUrl).not.toBe(other.gatewayUrl);
    expect(one.dataDir).not.toBe(other.dataDir);
    expect(one.databases['gateway']).not.toBe(other.databases['gateway']);
  });
});

describe('a start that fails', () => {
  test('says which setting is wrong and leaves nothing running', async () => {
    const folder = newFolder();
    const failure = startStack(options({ dataDir: folder, serviceEnv: { publisher: { DUMMY_BAD_SETTING: '1' } } }));
    await expect(failure).rejects.toMatchObject({
      code: 'service-not-ready',
      message: expect.stringContaining('DUMMY_BAD_SETTING'),
    });
    expect(notices.filter((line) => line.includes('while stopping'))).toEqual([]);
    expect(readdirSync(join(folder, 'run'))).toEqual([]);
  });

  test('gives up at once on an interrupt and leaves nothing running', async () => {
    const interrupted = new AbortController();
    const dataDir = newFolder();
    const never = { publisher: { DUMMY_NEVER_READY: '1' } };
    const attempt = startStack(options({ dataDir, serviceEnv: never, signal: interrupted.signal }));
    const isUp = async () => existsSync(join(dataDir, 'run', 'publisher.pid'));
    await waitFor(isUp, { what: 'the publisher', timeoutMs: 10_000 });
    interrupted.abort(new Error('interrupted'));
    await expect(attempt).rejects.toThrow('interrupted');
    expect(readdirSync(join(dataDir, 'run'))).toEqual([]);
  });

  test('names the other stack when the data folder is taken', async () => {
    const stack = await start();
    const attempt = startStack(options({ dataDir: stack.dataDir, isTemporary: false }));
    await expect(attempt).rejects.toMatchObject({ code: 'data-folder-in-use', message: expect.stringContaining(stack.dataDir) });
  });
});
