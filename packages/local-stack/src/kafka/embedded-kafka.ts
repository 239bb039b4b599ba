import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lastLines, logTail } from '../log-tail.ts';
import { probePort, releasePort } from '../ports.ts';
import { stopLeftover } from '../process/leftover.ts';
import { type ManagedProcess, startProcess } from '../process/managed-process.ts';
import { removeFolder } from '../process/watchdog.ts';
import { waitFor } from '../wait-for.ts';
import { countLiveBrokers } from './ask-kafka.ts';
import { explainKafkaFailure } from './failures.ts';
import { ensureJars } from './jars.ts';
import { checkJava } from './java.ts';
import type { KafkaDoor, KafkaHandle } from './options.ts';
import { serverProperties } from './server-properties.ts';

const START_TIMEOUT_MS = 60_000; // a cold, busy machine
const JVM_FLAGS = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC'];
const LOG_FLAGS = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.showDateTime=true'];
const run = promisify(execFile);

type Embedded = {
  /** Holds `server.properties`, `kafka.pid` and the folder `data`. */
  folder: string;
  isTemporary: boolean;
  libsDir: string;
  logFile: string;
  preferredPort?: number | undefined;
  doors?: readonly KafkaDoor[] | undefined;
  notice?: ((line: string) => void) | undefined;
};

type Broker = { folder: string; classPath: string; propertiesFile: string; port: number; dataDir: string; logFile: string };

/** Starts a real Apache Kafka (KRaft, one node) as a child process of ours and waits until it serves requests. */
export async function startEmbeddedKafka(options: Embedded): Promise<KafkaHandle> {
  await checkJava();
  await ensureJars(options.libsDir, options.notice);
  const broker = await prepareBroker(options);
  await stopLeftover(join(broker.folder, 'kafka.pid'), broker.propertiesFile);
  let server = await startBroker(broker);
  const start = async () => {
    server = await startBroker(broker);
  };
  return {
    source: 'embedded',
    brokers: `127.0.0.1:${broker.port}`,
    get pid() {
      return server.pid;
    },
    async stop() {
      await (options.isTemporary ? server.kill() : server.stop());
      releasePort(broker.port);
      if (options.isTemporary) await removeFolder(options.folder);
    },
    kill: async () => void (await server.kill()),
    start,
    async restart() {
      await server.stop();
      await start();
    },
    pause: async () => server.pause(),
    resume: async () => server.resume(),
  };
}

async function prepareBroker(options: Embedded): Promise<Broker> {
  const { folder, libsDir, logFile } = options;
  mkdirSync(folder, { recursive: true });
  const port = await probePort(options.preferredPort);
  const controllerPort = await probePort(options.preferredPort === undefined ? undefined : port + 1);
  const dataDir = join(folder, 'data');
  const propertiesFile = join(folder, 'server.properties');
  writeFileSync(propertiesFile, serverProperties({ port, controllerPort, dataDir, doors: options.doors ?? [] }));
  const broker = { folder, classPath: join(libsDir, '*'), propertiesFile, port, dataDir, logFile };
  if (!existsSync(join(dataDir, 'meta.properties'))) await format(broker);
  return broker;
}

async function format(broker: Broker): Promise<void> {
  const clusterId = randomBytes(16).toString('base64url');
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', broker.classPath, 'kafka.tools.StorageTool', 'format'];
  // --cluster-id=…: an id may begin with a hyphen, and would be read as an option after a blank.
  // --ignore-formatted: a format that was killed in the middle is taken up again
  await run('java', [...tool, `--cluster-id=${clusterId}`, '-c', broker.propertiesFile, '--ignore-formatted']).catch(
    (error: unknown) => {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw explainKafkaFailure({ ...broker, log: lastLines(`${stdout}\n${stderr}`, 20) });
    },
  );
}

async function startBroker(broker: Broker): Promise<ManagedProcess> {
  const logStart = statSync(broker.logFile, { throwIfNoEntry: false })?.size ?? 0;
  const server = await startProcess({
    command: 'java',
    args: [...JVM_FLAGS, ...LOG_FLAGS, '-cp', broker.classPath, 'kafka.Kafka', broker.propertiesFile],
    cwd: broker.folder,
    logFile: broker.logFile,
    pidFile: join(broker.folder, 'kafka.pid'),
  });
  const isReady = async () => !server.isRunning || (await countLiveBrokers(`127.0.0.1:${broker.port}`).catch(() => 0)) > 0;
  await waitFor(isReady, {
    what: `Kafka on port ${broker.port} (its log: ${broker.logFile})`,
    timeoutMs: START_TIMEOUT_MS,
  }).catch(async (error) => {
    await server.kill();
    throw error;
  });
  if (!server.isRunning) throw explainKafkaFailure({ ...broker, log: logTail(broker.logFile, logStart) });
  return server;
}
