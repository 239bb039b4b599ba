import { GenericContainer } from 'testcontainers';
import { startContainer, volumeName } from '../docker-container.ts';
import { probePort } from '../ports.ts';
import { waitFor } from '../wait-for.ts';
import { askPostgres } from './answers.ts';
import type { PostgresHandle, PostgresOptions } from './options.ts';

const IMAGE = 'postgres:18.1-alpine';
const START_TIMEOUT_MS = 120_000; // the first start pulls the image

/** Starts PostgreSQL in a container. Data goes to a named volume when it is to be kept. */
export async function startDockerPostgres(options: PostgresOptions & { password: string }): Promise<PostgresHandle> {
  const port = await probePort(options.preferredPort);
  const url = `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
  options.notice?.(`starting PostgreSQL in Docker (${IMAGE})`);
  const container = new GenericContainer(IMAGE)
    .withEnvironment({ POSTGRES_PASSWORD: options.password })
    .withCommand(['postgres', '-c', 'max_connections=300'])
    .withExposedPorts({ container: 5432, host: port })
    .withStartupTimeout(START_TIMEOUT_MS);
  if (options.dataDir) {
    container.withBindMounts([{ source: volumeName('postgres', options.dataDir), target: '/var/lib/postgresql', mode: 'rw' }]);
  }
  const untilReady = () => {
    const isReady = () =>
      askPostgres(url).then(
        () => true,
        () => false,
      );
    return waitFor(isReady, { what: `PostgreSQL in Docker on port ${port}`, timeoutMs: START_TIMEOUT_MS });
  };
  return { ...(await startContainer(container, port, untilReady)), url };
}
