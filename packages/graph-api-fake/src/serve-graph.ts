import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { executeAsyncBatch, isAsyncBatch } from './async-batch.ts';
import { executeBatch, isBatch } from './batch.ts';
import { GraphRefusal } from './errors.ts';
import { executeCall, type GraphMethod, type GraphRequest, type Outcome, refusedOutcome } from './execute-call.ts';
import { applyFault, type Delivery, type FaultedCall } from './faults/apply-fault.ts';
import type { ReportOutcome } from './faults/fault-action.ts';
import { decodeBody, decodeQuery } from './http/decode-body.ts';
import { splitVersion } from './http/path-version.ts';
import { readBody } from './http/read-body.ts';
import type { Params } from './params/decode-parameter.ts';
import { recordCall } from './record-call.ts';
import type { StateFile } from './state-file.ts';
import { answerSubscriptions, isAboutSubscriptions, verifySubscription } from './webhooks/app-subscriptions.ts';
import type { World } from './world.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'DELETE']);

/** Serves one request of the Graph routes: decode, latency, fault, execute, journal, answer. */
export async function serveGraph(
  world: World,
  state: StateFile | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (world.settings.latencyMs > 0) await wait(world.settings.latencyMs);
  const decoded = decode(world, request, body);
  const action = world.faults.take(decoded.request.method, decoded.request.path);
  if (action?.type === 'delay') await wait(action.ms);
  const done =
    decoded.refusal === null
      ? applyFault(world, decoded.request, action, await prepare(world, state, decoded.request))
      : refuse(world, decoded.refusal);
  // Saved before anything is answered: what a caller was told survives a crash of the fake.
  const entry = recordCall(world, decoded.request, done, action);
  state?.saveCall(entry);
  if (changesSubscriptions(decoded.request)) state?.saveSettings();
  await deliver(response, request, done.outcome, done.delivery);
}

type Execute = (reportOutcome: ReportOutcome | null) => Outcome;

/** How this request is carried out, at once. Only a new webhook subscription has to wait: for its callback's handshake. */
async function prepare(world: World, state: StateFile | null, request: GraphRequest): Promise<Execute> {
  if (isBatch(request)) return () => executeBatch(world, state, request);
  if (isAsyncBatch(request)) return () => executeAsyncBatch(world, request);
  if (!isAboutSubscriptions(request)) return (reportOutcome) => executeCall(world, request, reportOutcome);
  const failure = await verifySubscription(request);
  return () => answerSubscriptions(world, request, failure);
}

function changesSubscriptions({ method, path }: GraphRequest): boolean {
  return method !== 'GET' && (path.endsWith('/subscriptions') || path.endsWith('/subscribed_apps'));
}

interface Decoded {
  readonly request: GraphRequest;
  readonly refusal: GraphRefusal | null;
}

function decode(world: World, request: IncomingMessage, body: Buffer | null): Decoded {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  const { version, path } = splitVersion(cut === -1 ? url : url.slice(0, cut));
  const { params, refusal } = decodeParams(cut === -1 ? '' : url.slice(cut + 1), request, body);
  const decoded = {
    method: effectiveMethod(world, request.method ?? 'GET', params),
    version,
    path,
    params,
    authorization: request.headers.authorization,
    origin: `http://${request.headers.host ?? 'localhost'}`,
  };
  return { request: decoded, refusal };
}

function decodeParams(
  query: string,
  request: IncomingMessage,
  body: Buffer | null,
): { params: Params; refusal: GraphRefusal | null } {
  const fromQuery = decodeQuery(query);
  if (!METHODS.has(request.method ?? '')) {
    return {
      params: fromQuery,
      refusal: new GraphRefusal({ httpStatus: 405, code: 100, message: `(#100) Unsupported method ${request.method}` }),
    };
  }
  if (body === null)
    return { params: fromQuery, refusal: new GraphRefusal({ httpStatus: 413, code: 1, message: 'Request body too large' }) };
  try {
    return { params: { ...fromQuery, ...decodeBody(request.headers['content-type'], body) }, refusal: null };
  } catch (error) {
    if (error instanceof GraphRefusal) return { params: fromQuery, refusal: error };
    throw error;
  }
}

/** `method=delete` on a POST counts as DELETE where the rules say so. */
function effectiveMethod(world: World, method: string, params: Params): GraphMethod {
  const override = String(params['method'] ?? '').toUpperCase();
  const meant = method === 'POST' && world.settings.rules.methodOverride && METHODS.has(override) ? override : method;
  return meant as GraphMethod;
}

function refuse(world: World, refusal: GraphRefusal): FaultedCall {
  const outcome = refusedOutcome(world, refusal.detail);
  return {
    outcome,
    delivery: {
      kind: 'answer',
      status: outcome.status,
      text: JSON.stringify(outcome.body),
      contentType: 'application/json; charset=UTF-8',
      pauseMs: 0,
    },
  };
}

async function deliver(response: ServerResponse, request: IncomingMessage, outcome: Outcome, delivery: Delivery): Promise<void> {
  if (delivery.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(delivery.text, 'utf8');
  response.writeHead(delivery.status, {
    'content-type': delivery.contentType,
    'content-length': bytes.length,
    ...outcome.headers,
  });
  if (delivery.pauseMs === 0) {
    response.end(bytes);
    return;
  }
  const half = bytes.length >> 1;
  response.write(bytes.subarray(0, half));
  await wait(delivery.pauseMs);
  response.end(bytes.subarray(half));
}
