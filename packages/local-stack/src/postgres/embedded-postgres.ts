import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from 'pg';
import { logTail } from '../log-tail.ts';
import { probePort, releasePort } from '../ports.ts';
import { stopLeftover } from '../process/leftover.ts';
import { type ManagedProcess, startProcess } from '../process/managed-process.ts';
import { removeFolder } from '../process/watchdog.ts';
import { waitFor } from '../wait-for.ts';
import { askPostgres } from './answers.ts';
import { type PostgresBinaries, postgresBinaries } from './binaries.ts';
import { ensureDataFolder } from './data-folder.ts';
import { corruptPostgresData, explainPostgresFailure } from './failures.ts';
import type { PostgresHandle } from './options.ts';
import { placeOfData } from './place-of-data.ts';
import { type Owner, unprivilegedOwner } from './unprivileged-user.ts';

const START_TIMEOUT_MS = 60_000;
// Five services with their pools, two copies of some, and test suites that share one server.
const MAX_CONNECTIONS = 300;

type Embedded = {
  dataDir: string;
  /** Removed by `stop()`; undefined when the data is to be kept. */
  temporaryFolder?: string | undefined;
  logFile: string;
  password: string;
  preferredPort?: number | undefined;
  notice?: ((line: string) => void) | undefined;
};

type Cluster = {
  binaries: PostgresBinaries;
  owner: Owner | undefined;
  dataDir: string;
  port: number;
  logFile: string;
  url: string;
  isTemporary: boolean;
};

/** Starts the PostgreSQL 18 that npm installed, as a child process of ours, and waits until it answers. */
export async function startEmbeddedPostgres(options: Embedded): Promise<PostgresHandle> {
  const owner = unprivilegedOwner();
  const dataDir = placeOfData(options.dataDir, owner, options.notice);
  const isTemporary = options.temporaryFolder !== undefined;
  const binaries = postgresBinaries(owner);
  await ensureDataFolder({ initdb: binaries.initdb, dataDir, password: options.password, owner, isTemporary });
  const port = await probePort(options.preferredPort);
  const url = `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
  const cluster: Cluster = { binaries, owner, dataDir, port, logFile: options.logFile, url, isTemporary };
  let server = await startCluster(cluster);
  const start = async () => {
    server = await startCluster(cluster);
  };
  return {
    source: 'embedded',
    url,
    get pid() {
      return server.pid;
    },
    async stop() {
      // Temporary data needs no flush.
      await (isTemporary ? server.kill() : server.stop());
      releasePort(port);
      if (options.temporaryFolder) await removeFolder(options.temporaryFolder);
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

async function startCluster(cluster: Cluster): Promise<ManagedProcess> {
  await stopLeftover(join(cluster.dataDir, 'postmaster.pid'), cluster.dataDir, 'SIGINT');
  const deadlineAt = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const outcome = await tryStart(cluster);
    if ('server' in outcome) return outcome.server;
    // Backends of a killed server live on for a moment and hold its shared memory.
    const isTransient = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(outcome.log);
    if (!isTransient || Date.now() > deadlineAt) throw explainPostgresFailure({ ...cluster, log: outcome.log });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function tryStart(cluster: Cluster): Promise<{ server: ManagedProcess } | { log: string }> {
  const { binaries, owner, dataDir, port, logFile } = cluster;
  const logStart = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const server = await startProcess({
    command: binaries.postgres,
    args: ['-D', dataDir, '-p', String(port), ...serverSettings(cluster)],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/',
    logFile,
    stopSignal: 'SIGINT', // "fast" shutdown: rolls back, disconnects, writes a checkpoint
    ...(owner ? { owner } : {}),
  });
  const isReady = async () => !server.isRunning || (await isAnswering(cluster));
  await waitFor(isReady, { what: `PostgreSQL on port ${port}`, timeoutMs: START_TIMEOUT_MS }).catch(async (error) => {
    await server.kill();
    throw error;
  });
  return server.isRunning ? { server } : { log: logTail(logFile, logStart) };
}

async function isAnswering({ url, dataDir }: Cluster): Promise<boolean> {
  try {
    await askPostgres(url);
    return true;
  } catch (error) {
    const isWrongPassword = error instanceof DatabaseError && error.code === '28P01';
    if (isWrongPassword)
      throw corruptPostgresData(dataDir, 'its password is not the one kept in secrets.json, which was removed or replaced');
    return false;
  }
}

function serverSettings({ isTemporary }: Cluster): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=', // its path has a length limit that a deep clone exceeds
    `max_connections=${MAX_CONNECTIONS}`,
    'timezone=UTC',
    'log_timezone=UTC',
    // A killed test server loses nothing by this: only a crash of the whole machine could.
    ...(isTemporary ? ['fsync=off', 'full_page_writes=off'] : []),
  ];
  return settings.flatMap((setting) => ['-c', setting]);
}
