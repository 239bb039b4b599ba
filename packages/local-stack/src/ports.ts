import { createServer } from 'node:net';

/** Whether this TCP port can be bound on the loopback address right now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

/**
 * The preferred port if it is free, the next free one of the following 20, else any free one.
 * Ports handed out by this process are not handed out twice: a server bound later could lose its port to a sibling.
 */
export async function probePort(preferred?: number): Promise<number> {
  const candidates = preferred === undefined ? [] : Array.from({ length: 20 }, (_, offset) => preferred + offset);
  for (const candidate of candidates) {
    if (handedOut.has(candidate)) continue;
    // Before the look, which takes a while: others may be looking at the same time.
    handedOut.add(candidate);
    if (await isPortFree(candidate)) return candidate;
    releasePort(candidate);
  }
  for (;;) {
    const port = await tryListen(0);
    if (port === undefined || handedOut.has(port)) continue;
    handedOut.add(port);
    return port;
  }
}

/** Gives a port back once its server is gone for good. */
export function releasePort(port: number): void {
  handedOut.delete(port);
}

const handedOut = new Set<number>();

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}
