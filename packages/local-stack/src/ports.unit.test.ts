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

test.each([
  ['any', () => undefined],
  ['the same', (some: number) => some],
  ['a neighbouring', (some: number, index: number) => some + (index % 5)],
])('no port is handed out twice, however many ask for %s port at once', async (_which, prefer) => {
  const some = await probePort();
  releasePort(some);
  const ports = await Promise.all(Array.from({ length: 30 }, (_, index) => probePort(prefer(some, index))));
  for (const port of ports) releasePort(port);
  expect(new Set(ports).size).toBe(30);
});
