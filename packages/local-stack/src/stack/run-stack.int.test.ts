import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withClient } from '../postgres/answers.ts';
import { commandLine } from '../process/leftover.ts';
import { forget, watch } from '../process/watchdog.ts';
import { waitFor } from '../wait-for.ts';
import { readStackFile, type StackFile } from './stack-file.ts';

// The whole life of `npm start` with embedded backends and dummy services, as a user and a crash see it.

const ENTRY = fileURLToPath(new URL('../../fixtures/dummy-service.ts', import.meta.url));
const RUNNER = fileURLToPath(new URL('../../fixtures/run-stack.ts', import.meta.url));
const dummy = (name: string) => ({ name, entry: ENTRY, preferredPort: 18_400 });

let dataDir: string;
let output: string;
const runners: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mao-run-test-'));
  chmodSync(dataDir, 0o711); // as a clone's folder: another user may pass
});

afterEach(async () => {
  for (const runner of runners.splice(0).filter((each) => each.exitCode === null && each.signalCode === null)) {
    runner.kill('SIGTERM');
    await once(runner, 'exit');
  }
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

// An embedded Kafka takes seconds of two cores to start: only the tests that need one to stop or to find again ask for it.
async function run(kafka: 'embedded' | 'given' = 'embedded'): Promise<{ runner: ChildProcess; stack: StackFile }> {
  const services = [dummy('gateway'), dummy('publisher')];
  const options = { dataDir, services, fake: dummy('fake'), usesRandomPorts: true, sources: ['given', 'embedded'] };
  const brokers = kafka === 'given' ? process.env['TEST_KAFKA_BROKERS'] : '';
  output = '';
  const runner = spawn(process.execPath, [RUNNER], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: '', KAFKA_BROKERS: brokers, STACK_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  runners.push(runner);
  for (const stream of [runner.stdout, runner.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const isReady = async () => {
    if (runner.exitCode !== null) throw new Error(`the stack did not start: ${output}`);
    return output.includes('Ctrl-C') ? readStackFile(join(dataDir, 'stack.json')) : undefined;
  };
  return { runner, stack: await waitFor(isReady, { what: 'the stack', timeoutMs: 60_000 }) };
}

/** Pids of everything the stack started, backends included. */
function allPids(): number[] {
  const files = readdirSync(join(dataDir, 'run')).map((file) => join(dataDir, 'run', file));
  const backends = [join(dataDir, 'kafka', 'kafka.pid'), join(dataDir, 'postgres', 'postmaster.pid')].filter(existsSync);
  return [...files, ...backends].map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10));
}

// Not by signal 0: a dead process that init has not collected yet would still answer.
function isAlive(pid: number): boolean {
  return commandLine(pid) !== undefined;
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops everything in order; the data is there again at the next start',
  async (signal) => {
    const first = await run(signal === 'SIGINT' ? 'embedded' : 'given');
    const pids = allPids();
    expect(pids).toHaveLength(signal === 'SIGINT' ? 5 : 4);
    expect(output).toContain(first.stack.gateway_url);
    expect(output).toContain('npm run token');
    await withClient(first.stack.databases['gateway'] ?? '', (client) => client.query('create table kept (id int)'));

    first.runner.kill(signal);
    expect(await once(first.runner, 'exit')).toEqual([0, null]);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(join(dataDir, 'stack.json'))).toBe(false);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    if (signal !== 'SIGINT') return;

    const second = await run();
    expect(second.stack.databases['gateway']?.split('@')[0]).toBe(first.stack.databases['gateway']?.split('@')[0]);
    const kept = await withClient(second.stack.databases['gateway'] ?? '', (client) => client.query('select * from kept'));
    expect(kept.rowCount).toBe(0);
  },
  120_000,
);

test('SIGKILL of the stack leaves no process behind, and the next start works on the same data', async () => {
  const { runner, stack } = await run('given');
  const pids = allPids();
  await withClient(stack.databases['gateway'] ?? '', (client) => client.query('create table kept (id int)'));
  runner.kill('SIGKILL');
  await once(runner, 'exit');
  await waitFor(async () => !existsSync(join(dataDir, 'stack.json')), { what: 'stack.json to go', timeoutMs: 5_000 });
  const again = await run('given');
  expect(pids.filter(isAlive)).toEqual([]);
  await withClient(again.stack.databases['gateway'] ?? '', (client) => client.query('select * from kept'));
}, 120_000);

// Reads /proc to find the watchdog.
(process.platform === 'linux' ? test : test.skip)(
  'with its watchdog killed too, the next start stops what was left',
  async () => {
    const { runner } = await run();
    const pids = allPids();
    for (const pid of pids) watch(pid, 'SIGKILL'); // by our own watchdog, should this test be cut short
    const watchdog = childrenOf(runner.pid ?? 0).find((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('watchdog-main'),
    );
    if (watchdog === undefined) throw new Error('the stack has no watchdog');
    process.kill(watchdog, 'SIGKILL');
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    expect(pids.every(isAlive)).toBe(true);
    const again = await run();
    expect(pids.filter(isAlive)).toEqual([]);
    for (const pid of pids) forget(pid);
    expect(again.stack.gateway_url).toMatch(/^http:/);
  },
  120_000,
);

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}
