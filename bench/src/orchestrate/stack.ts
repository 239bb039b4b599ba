import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { developmentToken, SERVICES, type Stack, startStack } from '@mao/local-stack';
import { fakeControl } from './fake-control.ts';

export interface Scene {
  readonly stack: Stack;
  readonly token: string;
  readonly accounts: readonly Account[];
}

export interface Account {
  readonly accountId: string;
  /** Published on that account. */
  readonly clipId: string;
}

/** Events that end a sync are ordered per account, which makes one busy account a queue. Callers are spread over this many. */
const ACCOUNTS = 16;
const POLL_MS = 50;

/** A stack of its own, with accounts that have no rate limit and one published clip each. */
export async function setScene(signal: AbortSignal, cpuProfileFolder?: string): Promise<Scene> {
  const stack = await startStack({
    isTemporary: true,
    signal,
    serviceEnv: cpuProfileFolder === undefined ? {} : profiling(resolve(cpuProfileFolder)),
    // Names of its own, should PostgreSQL or Kafka be given and shared.
    topicPrefix: `bench${randomBytes(3).toString('hex')}.`,
    databasePrefix: `bench_${randomBytes(3).toString('hex')}`,
    // Scheduled syncs of everything that was built would fall into the measurement.
    env: { SYNC_INTERVAL_MINUTES: '1440', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info' },
  });
  try {
    return await furnish(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function profiling(folder: string): Record<string, NodeJS.ProcessEnv> {
  const options = (name: string) => `--cpu-prof --cpu-prof-dir=${folder} --cpu-prof-name=${name}.cpuprofile`;
  return Object.fromEntries(SERVICES.map(({ name }) => [name, { NODE_OPTIONS: options(name) }]));
}

async function furnish(stack: Stack): Promise<Scene> {
  const token = developmentToken({ secret: stack.jwtSecret, role: 'admin', accounts: 'all', subject: 'bench' });
  const accounts: Account[] = [];
  for (let index = 0; index < ACCOUNTS; index += 1) accounts.push(await addAccount(stack, token));
  return { stack, token, accounts };
}

async function addAccount(stack: Stack, token: string): Promise<Account> {
  const accountId = randomUUID();
  const adAccount = `act_${randomInt(1e9, 1e10)}`;
  await fakeControl(stack.fakeUrl).addAccount(adAccount);
  await send(stack, token, 'PUT', `/meta/accounts/${accountId}`, {
    ad_account_id: adAccount,
    page_id: '1055',
    pixel_id: '7001',
    currency: 'USD',
    timezone: 'America/New_York',
    default_countries: ['US'],
    access_token: `bench-${randomUUID()}`,
  });
  const clip = await send(stack, token, 'POST', '/clips', {
    title: 'A clip',
    video_url: 'https://cdn.example.com/clip.mp4',
    thumbnail_url: 'https://cdn.example.com/clip.jpg',
    duration_ms: 15_000,
    social_account_id: accountId,
  });
  return { accountId, clipId: String(clip['clip_id']) };
}

/** Waits for an operation that the gateway accepted. @returns its result. @throws Error when it did not succeed */
export async function resultOf(stack: Stack, token: string, operationId: unknown): Promise<Record<string, unknown>> {
  for (;;) {
    const operation = await send(stack, token, 'GET', `/operations/${String(operationId)}`);
    if (operation['state'] === 'succeeded') return operation['result'] as Record<string, unknown>;
    if (operation['completed_at'] !== null) throw new Error(`the operation did not succeed: ${JSON.stringify(operation)}`);
    await sleep(POLL_MS);
  }
}

/** One request to the gateway. @throws Error with its answer unless that is a success */
export async function send(
  stack: Stack,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${stack.gatewayUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
