import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { isPortFree, probePort, releasePort } from './ports.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function occupy(port: number): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

test('the preferred port is taken when it is free, else the next one', async () => {
  const port = await probePort();
  releasePort(port);
  expect(await probePort(port)).toBe(port);
  releasePort(port);
  await occupy(port);
  expect(await isPortFree(port)).toBe(false);
  expect(await probePort(port)).toBeGreaterThan(port);
});

test('no port is handed out twice, however many ask at once', async () => {
  const ports = await Promise.all(Array.from({ length: 30 }, () => probePort()));
  expect(new Set(ports).size).toBe(30);
});
