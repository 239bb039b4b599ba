import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Bytes on the wire, below HTTP, so that anything can be said. Gets the request's head. */
export type Upstream = (socket: Socket, head: string) => void;

export interface RawServer {
  readonly port: number;
  readonly heads: string[];
  upstream: Upstream;
  writtenBytes(): number;
  stop(): Promise<void>;
}

export async function startRawServer(): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let closedBytes = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    // The client hangs up on most of what follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      closedBytes += socket.bytesWritten;
      sockets.delete(socket);
    });
    socket.on('data', (chunk) => {
      const head = chunk.toString('latin1');
      raw.heads.push(head);
      raw.upstream(socket, head);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const raw: RawServer = {
    port,
    heads: [],
    upstream: (socket) => socket.destroy(),
    writtenBytes: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, closedBytes),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return raw;
}

/** Writes for as long as the other side takes it. */
export function flood(socket: Socket, chunk: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

/** One byte a tick, for ever. */
export function trickle(socket: Socket, text: string): void {
  let index = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(text[index % text.length] ?? ' ');
    index += 1;
  }, 10);
  socket.on('close', () => clearInterval(timer));
}
