import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFile, removeFileOnDeath, removeFolder, removeFolderAtTheLatestOnExit } from '../process/watchdog.ts';
import { REPOSITORY_ROOT } from '../repository-root.ts';
import { startBackends } from './backends.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { type LockedFolder, lockDataFolder, lockFreeDataFolder } from './data-folder-lock.ts';
import { dropDatabases, ensureDatabases } from './databases.ts';
import { sharedEnvironment } from './environment.ts';
import type { Stack, StackOptions } from './options.ts';
import { ensureSecrets } from './secrets.ts';
import { GRAPH_API_FAKE, SERVICES } from './services.ts';
import { removeStackFile, type StackFile, writeStackFile } from './stack-file.ts';
import { instanceNames, type Launch, startService, stopServices } from './start-services.ts';
import type { ServiceHandle } from './supervised-service.ts';

const DEFAULT_FOLDER = join(REPOSITORY_ROOT, '.local');
const DEFAULT_DATABASE_PREFIX = 'mao';

/**
 * Starts PostgreSQL, Kafka, the fake Graph server and the services, and waits until all are ready.
 * A start that fails leaves nothing running.
 * @throws StackError whose message says what to do.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const notice = options.notice ?? (() => undefined);
  const cleanup = createCleanup((error) => notice(`while stopping: ${error instanceof Error ? error.message : String(error)}`));
  try {
    return await start(options, notice, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(options: StackOptions, notice: (line: string) => void, cleanup: Cleanup): Promise<Stack> {
  const definitions = options.services ?? SERVICES;
  const serviceNames = definitions.map((definition) => definition.name);
  const dataDir = takeFolder(options, cleanup).folder;
  const secrets = ensureSecrets(join(dataDir, 'secrets.json'), serviceNames);
  const { postgres, kafka } = await startBackends(options, dataDir, secrets.postgres_password, cleanup);
  options.signal?.throwIfAborted();

  const prefix = options.databasePrefix ?? (options.topicPrefix || DEFAULT_DATABASE_PREFIX);
  const passwords = secrets.database_passwords;
  if (options.isTemporary && postgres.source === 'given') cleanup.add(() => dropDatabases(postgres.url, prefix, serviceNames));
  const databases = await ensureDatabases({ superuserUrl: postgres.url, prefix, passwords, serviceNames });
  await options.createTopics?.(kafka.brokers, options.topicPrefix);

  const board = createBoard(join(dataDir, 'stack.json'), cleanup);
  const usesRandomPorts = options.usesRandomPorts ?? options.isTemporary ?? false;
  const launch: Launch = { dataDir, usesRandomPorts, notice, started: [], onStart: board.refresh };
  cleanup.add(() => stopServices(launch.started));
  const outside = { ...process.env, ...options.env };
  const fake = await startFake(launch, options, outside);
  const topicPrefix = options.topicPrefix ?? outside['KAFKA_TOPIC_PREFIX'];
  const shared = sharedEnvironment(outside, { secrets, fakeUrl: fake.url, brokers: kafka.brokers, topicPrefix });
  const services = await startServices(launch, options, shared, databases);
  await orAbort(Promise.all([fake, ...services.values()].map((service) => service.ready())), options.signal);

  const jwtSecret = shared['JWT_SECRET'] ?? '';
  const gatewayUrl = services.get('gateway')?.url ?? '';
  const describe = (): StackFile => ({
    gateway_url: gatewayUrl,
    fake_url: fake.url,
    kafka_brokers: kafka.brokers,
    databases,
    ports: collect(services, (service) => service.port),
    jwt_secret: jwtSecret,
    pids: collect(services, (service) => service.pid),
  });
  board.publish(describe);
  return {
    dataDir,
    gatewayUrl,
    fakeUrl: fake.url,
    brokers: kafka.brokers,
    databases,
    jwtSecret,
    postgres,
    kafka,
    fake,
    services,
    service: (name) => requireService(services, name),
    describe,
    stop: () => cleanup.run(),
  };
}

/** Gives up waiting as soon as the signal says so. */
async function orAbort(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  work.catch(() => undefined); // a failure after the abort is of no interest
  const aborted = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }));
  signal?.throwIfAborted();
  await Promise.race([work, aborted]);
}

function takeFolder({ dataDir, isTemporary }: StackOptions, cleanup: Cleanup): LockedFolder {
  if (isTemporary && dataDir === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'mao-stack-'));
    removeFolderAtTheLatestOnExit(folder);
    cleanup.add(() => removeFolder(folder));
    return lockDataFolder(folder);
  }
  const locked = dataDir === undefined ? lockFreeDataFolder(DEFAULT_FOLDER) : lockDataFolder(dataDir);
  cleanup.add(locked.release);
  return locked;
}

// stack.json appears when everything is ready and follows every restart from then on.
function createBoard(file: string, cleanup: Cleanup) {
  let describe: (() => StackFile) | undefined;
  const refresh = () => {
    if (describe) writeStackFile(file, describe());
  };
  removeStackFile(file); // of a killed run
  const publish = (content: () => StackFile) => {
    describe = content;
    refresh();
    removeFileOnDeath(file);
    cleanup.add(() => {
      describe = undefined;
      removeStackFile(file);
      keepFile(file);
    });
  };
  return { refresh, publish };
}

function startFake(launch: Launch, options: StackOptions, outside: NodeJS.ProcessEnv): Promise<ServiceHandle> {
  const { NODE_OPTIONS: _, ...env } = outside;
  const args = (port: number) => ['--port', String(port)];
  const definition = options.fake ?? GRAPH_API_FAKE;
  return startService(launch, definition.name, definition, { env, args, readyPath: '/__fake/summary' });
}

async function startServices(
  launch: Launch,
  options: StackOptions,
  shared: NodeJS.ProcessEnv,
  databases: Record<string, string>,
): Promise<Map<string, ServiceHandle>> {
  const starts = (options.services ?? SERVICES).flatMap((definition) =>
    instanceNames(definition.name, options.instances?.[definition.name] ?? 1).map(async (name) => {
      const special = { ...options.serviceEnv?.[definition.name], ...options.serviceEnv?.[name] };
      const usual = { ...shared, DATABASE_URL: databases[definition.name], ...special };
      const env = options.rewire?.(name, usual) ?? usual;
      // PORT of the caller's environment means the gateway: five processes cannot share it.
      const wished = name === 'gateway' ? Number(shared['PORT'] ?? 0) : 0;
      const details = { env, readyPath: '/readyz', ...(wished > 0 ? { preferredPort: wished } : {}) };
      return [name, await startService(launch, name, definition, details)] as const;
    }),
  );
  const outcomes = await Promise.allSettled(starts);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return new Map(outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])));
}

function requireService(services: ReadonlyMap<string, ServiceHandle>, name: string): ServiceHandle {
  const service = services.get(name);
  if (service === undefined)
    throw new Error(`The stack runs no process named ${name}; it runs ${[...services.keys()].join(', ')}.`);
  return service;
}

function collect(
  services: ReadonlyMap<string, ServiceHandle>,
  pick: (service: ServiceHandle) => number | undefined,
): Record<string, number> {
  const picked = [...services].map(([name, service]) => [name, pick(service)] as const);
  return Object.fromEntries(picked.filter((entry): entry is [string, number] => entry[1] !== undefined));
}
