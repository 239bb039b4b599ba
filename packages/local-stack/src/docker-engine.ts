import { existsSync } from 'node:fs';
import { request } from 'node:http';

const ANSWER_TIMEOUT_MS = 1_500;
const DEFAULT_SOCKET = '/var/run/docker.sock';

/**
 * Whether a Docker engine answers a ping, asked directly: the command line client being installed says nothing, and loading
 * testcontainers to find out costs a second. TLS endpoints (DOCKER_HOST with DOCKER_TLS_VERIFY) are left to DATABASE_URL/KAFKA_BROKERS.
 */
export async function isDockerAnswering(dockerHost = process.env['DOCKER_HOST']): Promise<boolean> {
  const target = pingTarget(dockerHost);
  if (target === undefined) return false;
  return new Promise((resolve) => {
    const ping = request({ ...target, path: '/_ping', timeout: ANSWER_TIMEOUT_MS, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.end();
  });
}

function pingTarget(dockerHost: string | undefined): { socketPath: string } | { host: string; port: number } | undefined {
  if (dockerHost === undefined || dockerHost === '')
    return existsSync(DEFAULT_SOCKET) ? { socketPath: DEFAULT_SOCKET } : undefined;
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) };
  if (!URL.canParse(dockerHost)) return undefined;
  const url = new URL(dockerHost);
  return { host: url.hostname, port: Number(url.port || 2375) };
}
