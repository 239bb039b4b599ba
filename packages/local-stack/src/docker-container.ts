import { type GenericContainer, getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import type { BackendHandle } from './backend.ts';
import { releasePort } from './ports.ts';

/**
 * Starts a container that testcontainers' reaper removes when our process dies, with the same powers over it as over a child
 * process. Its host port must be fixed by the caller, so that it survives a restart.
 */
export async function startContainer(
  definition: GenericContainer,
  port: number,
  untilReady: () => Promise<unknown>,
): Promise<BackendHandle> {
  const started: StartedTestContainer = await definition.start();
  const { container: engine } = await getContainerRuntimeClient();
  const container = engine.getById(started.getId());
  const start = async () => {
    await container.start();
    await untilReady();
  };
  await untilReady();
  return {
    source: 'docker',
    pid: undefined,
    async stop() {
      await started.stop({ timeout: 15_000 });
      releasePort(port);
    },
    kill: async () => void (await container.kill({ signal: 'SIGKILL' })),
    start,
    async restart() {
      await container.stop();
      await start();
    },
    pause: async () => void (await container.pause()),
    resume: async () => void (await container.unpause()),
  };
}

/** Name of the volume that keeps a data folder's content between runs. */
export function volumeName(kind: string, dataDir: string): string {
  return `mao-${kind}-${dataDir.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/^-/, '')}`;
}
