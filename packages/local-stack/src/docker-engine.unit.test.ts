import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { isDockerAnswering } from './docker-engine.ts';

const engines: Server[] = [];

afterEach(() => {
  for (const engine of engines.splice(0)) {
    engine.close();
    engine.closeAllConnections();
  }
});

async function listen(status: number | undefined): Promise<string> {
  const server = createServer((request, response) => {
    if (status === undefined) return; // accepts and never answers
    response.statusCode = request.url === '/_ping' ? status : 404;
    response.end('OK');
  });
  engines.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an engine that answers a ping counts as there', async () => {
  expect(await isDockerAnswering(await listen(200))).toBe(true);
});

test('an engine that refuses or is silent does not', async () => {
  expect(await isDockerAnswering(await listen(500))).toBe(false);
  expect(await isDockerAnswering(await listen(undefined))).toBe(false);
});

test.each(['unix:///no/such/socket', 'tcp://127.0.0.1:1', 'nonsense'])('no engine at %s', async (host) => {
  expect(await isDockerAnswering(host)).toBe(false);
});
