import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request on a connection of its own that never leaves the process: Node's HTTP on both ends, a pair of streams between. */
export function exchange(server: Server, host: string, { method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const [near, far] = duplexPair();
  asSocket(near);
  asSocket(far);
  return new Promise((resolve, reject) => {
    server.emit('connection', far);
    const request = httpRequest(
      { method, path, headers: { host, connection: 'close', ...headers }, createConnection: () => near },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** What Node's HTTP and its users ask of a socket beyond a stream. */
function asSocket(stream: Duplex): void {
  const reset = (): void => void stream.destroy(connectionReset());
  const nothing = (): Duplex => stream;
  Object.assign(stream, {
    resetAndDestroy: reset,
    setTimeout: nothing,
    setNoDelay: nothing,
    setKeepAlive: nothing,
    ref: nothing,
    unref: nothing,
    destroySoon: () => stream.end(() => stream.destroy()),
    remoteAddress: '127.0.0.1',
  });
}

export const connectionReset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });

export const connectionRefused = (): Error =>
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
