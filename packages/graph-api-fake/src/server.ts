import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveControl } from './control/serve-control.ts';
import { completeSettings, type FakeGraphOptions } from './options.ts';
import { serveGraph } from './serve-graph.ts';
import { openStateFile, type StateFile } from './state-file.ts';
import { createWorld, type World } from './world.ts';

export interface FakeGraph {
  /** Base URL without version, for example `http://127.0.0.1:8200`. */
  readonly url: string;
  /** Closes the port and every connection. Safe to call twice. */
  stop(): Promise<void>;
}

// Longer than any client keeps an idle connection: the fake must not be the one to close it under a request.
const KEEP_ALIVE_MS = 120_000;

/** The fake without a port: for whoever brings the requests. */
export interface FakeGraphListener {
  readonly listener: RequestListener;
  stop(): void;
}

/** A fake Graph API with a state of its own. */
export function createFakeGraph(options: FakeGraphOptions = {}): FakeGraphListener {
  const settings = completeSettings(options);
  const world = createWorld(settings);
  const state = settings.stateFile === null ? null : openStateFile(settings.stateFile, world);
  return {
    listener: (request, response) => {
      serve(world, state, request, response).catch((error: unknown) => answerFailure(request, response, error));
    },
    stop() {
      world.webhooks.stop();
      state?.close();
    },
  };
}

/** Starts a fake Graph API on loopback. @throws when the port is taken. */
export async function startFakeGraph(options: FakeGraphOptions = {}): Promise<FakeGraph> {
  const { host, port: wantedPort } = completeSettings(options);
  const fake = createFakeGraph(options);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, fake.listener);
  await listen(server, wantedPort, host);
  const { port } = server.address() as AddressInfo;
  let stopping: Promise<void> | null = null;
  return {
    url: `http://${host}:${port}`,
    stop: () => {
      stopping ??= close(server).finally(fake.stop);
      return stopping;
    },
  };
}

async function serve(world: World, state: StateFile | null, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith('/__fake/')) await serveControl(world, state, request, response);
  else await serveGraph(world, state, request, response);
}

function answerFailure(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // A client that went away in the middle is no defect.
  if (request.destroyed && !request.complete) return;
  const story = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`graph-api-fake: ${request.method} ${request.url?.split('?')[0]} failed inside the fake: ${story}\n`);
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(
    '{"error":{"message":"An unknown error occurred: the fake Graph API failed, see its stderr","type":"OAuthException","code":1}}',
  );
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
