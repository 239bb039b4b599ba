import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import { readBody } from '../http/read-body.ts';
import type { StateFile } from '../state-file.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { CONTROL_ROUTES } from './control-routes.ts';

const PREFIX = '/__fake/';

/** Serves one call of the control interface; loopback callers only. */
export async function serveControl(
  world: World,
  state: StateFile | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await handle(world, request);
    if (request.method !== 'GET') state?.saveSettings();
    answer(response, 200, body);
  } catch (error) {
    if (error instanceof ControlError) answer(response, error.httpStatus, { error: error.message });
    else if (error instanceof ZodError) answer(response, 400, { error: 'invalid body', issues: error.issues });
    else throw error;
  }
}

async function handle(world: World, request: IncomingMessage): Promise<unknown> {
  if (!isLoopback(request.socket.remoteAddress))
    throw new ControlError(403, 'the control interface answers loopback callers only');
  const url = new URL(request.url ?? PREFIX, 'http://localhost');
  const path = decodeURIComponent(url.pathname.slice(PREFIX.length)).replace(/\/$/, '');
  const sameMethod = CONTROL_ROUTES.filter((route) => route.method === request.method);
  for (const route of sameMethod) {
    const match = route.path.exec(path);
    if (match !== null)
      return route.handle({ world, query: url.searchParams, body: await readJson(request), id: match[1] ?? '' });
  }
  throw new ControlError(404, `no control call ${request.method} ${PREFIX}${path}`);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  if (body === null) throw new ControlError(413, 'body too large');
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ControlError(400, 'the body is not JSON');
  }
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  response.end(bytes);
}
