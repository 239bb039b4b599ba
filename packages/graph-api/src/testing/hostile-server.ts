import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came in. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export type Reply = (request: SeenRequest, response: ServerResponse, raw: IncomingMessage) => void;

/** A server that answers exactly as a test says, and remembers what it was asked. */
export interface HostileServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  reply: Reply;
  stop(): Promise<void>;
}

async function seenRequest(raw: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of raw) chunks.push(chunk as Buffer);
  const url = new URL(raw.url ?? '/', 'http://server');
  return {
    method: raw.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
    headers: raw.headers,
  };
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo)));
}

export async function startHostileServer(reply: Reply = json(200, {})): Promise<HostileServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((raw, response) => {
    // A client that goes away in the middle is part of the tests.
    raw.on('error', () => response.destroy());
    seenRequest(raw)
      .then((request) => {
        seen.push(request);
        handle.reply(request, response, raw);
      })
      .catch(() => response.destroy());
  });
  const { port } = await listen(server);
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const handle: HostileServer = { url: `http://127.0.0.1:${port}`, seen, reply, stop };
  return handle;
}

/** A well-formed JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Any bytes under any status. */
export function raw(status: number, text: string, headers: Record<string, string> = {}): Reply {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(text);
  };
}

/** An error envelope as Meta sends it. */
export const metaError = (status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Reply =>
  json(status, { error: { message: 'refused', type: 'OAuthException', fbtrace_id: 'trace-1', ...error } }, headers);
