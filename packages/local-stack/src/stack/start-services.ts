import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { probePort, releasePort } from '../ports.ts';
import { REPOSITORY_ROOT } from '../repository-root.ts';
import type { ServiceDefinition } from './services.ts';
import { type ServiceHandle, superviseService } from './supervised-service.ts';

export type Launch = {
  dataDir: string;
  usesRandomPorts: boolean;
  notice: (line: string) => void;
  /** Every process started so far, for the one step that stops them all. */
  started: ServiceHandle[];
  onStart: () => void;
};

type Details = { env: NodeJS.ProcessEnv; preferredPort?: number; args?: (port: number) => string[]; readyPath: string };

/** Starts one supervised process and notes it as started. */
export async function startService(
  launch: Launch,
  name: string,
  definition: ServiceDefinition,
  details: Details,
): Promise<ServiceHandle> {
  const { dataDir } = launch;
  const preferred = details.preferredPort ?? definition.preferredPort;
  const port = await probePort(launch.usesRandomPorts ? undefined : preferred);
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  const service = await superviseService({
    name,
    entry: definition.entry,
    args: details.args?.(port) ?? [],
    port,
    env: { ...details.env, PORT: String(port) },
    cwd: REPOSITORY_ROOT,
    logFile: join(dataDir, 'logs', `${name}.log`),
    pidFile: join(dataDir, 'run', `${name}.pid`),
    readyPath: details.readyPath,
    notice: launch.notice,
    onStart: launch.onStart,
  });
  launch.started.push(service);
  return service;
}

/** Stops all of them side by side: each may take its time to finish what it holds. */
export async function stopServices(started: readonly ServiceHandle[]): Promise<void> {
  await Promise.all(started.map((service) => service.stop()));
  for (const service of started) releasePort(service.port);
}

/** `gateway` with two instances gives `gateway` and `gateway-2`. */
export function instanceNames(service: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? service : `${service}-${index + 1}`));
}
