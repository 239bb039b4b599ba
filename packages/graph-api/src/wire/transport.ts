import { Agent, request as httpRequest } from 'undici';
import type { AccountAccess } from '../access.ts';
import type { GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import type { GraphFields } from '../json.ts';
import type { Level } from '../levels.ts';
import { encodeParams } from './encode.ts';
import { networkFailure } from './network-failure.ts';
import { parseJson } from './parse-json.ts';
import { type RawAnswer, readAnswer } from './read-answer.ts';
import { proofParams, redact } from './secrets.ts';
import type { WireSettings } from './settings.ts';
import { parseUsage } from './usage.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Without version, from `accountNode` and `objectNode` only. */
  readonly path: string;
  readonly params: GraphFields;
  /** Set on a POST to a collection. */
  readonly creating?: Level;
}

/** A readable success, or an error. `sent: false` proves that Meta never saw the request. */
export type WireAnswer =
  | { readonly ok: true; readonly body: GraphFields }
  | { readonly ok: false; readonly error: GraphError; readonly sent: boolean };

/** Sends one request once. It never retries and never follows a redirect. */
export interface Transport {
  send(access: AccountAccess, request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

interface Outgoing {
  readonly url: string;
  readonly method: WireRequest['method'];
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/** A deadline and the caller's signal as one. */
function deadline(
  totalMs: number,
  caller: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, totalMs);
  caller?.addEventListener('abort', abort, { once: true });
  const clear = (): void => {
    clearTimeout(timer);
    caller?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, clear };
}

function outgoing(root: string, request: WireRequest, params: string, accessToken: string): Outgoing {
  const { method, path } = request;
  const headers: Record<string, string> = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
  if (method !== 'POST') return { url: `${root}${path}${params === '' ? '' : `?${params}`}`, method, headers, body: null };
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  return { url: `${root}${path}`, method, headers: form, body: params };
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** The transport over HTTP/1.1 with its own connections, so that no process-wide setting reaches it. */
export function createTransport(settings: WireSettings): Transport {
  const { timeouts } = settings;
  const agent = new Agent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    connections: settings.maxConnections,
    maxResponseSize: settings.maxAnswerBytes,
  });

  async function exchange(message: Outgoing, access: AccountAccess, secrets: readonly string[]): Promise<RawAnswer | WireAnswer> {
    const { signal, clear } = deadline(timeouts.totalMs, access.signal);
    let httpStatus: number | null = null;
    try {
      const { url, ...options } = message;
      const answer = await httpRequest(url, { ...options, signal, dispatcher: agent });
      httpStatus = answer.statusCode;
      const body = parseJson(await answer.body.text());
      const header = (name: string): string | undefined => first(answer.headers[name]);
      return { httpStatus, body: body === undefined ? body : redact(body, secrets), header, usage: parseUsage(header) };
    } catch (cause) {
      // With the signal aborted the cause says nothing about how far the request came.
      if (access.signal?.aborted)
        return { ok: false, error: makeError('TRANSIENT', 'aborted', 'aborted by the caller', httpStatus), sent: true };
      if (signal.aborted)
        return { ok: false, error: makeError('TRANSIENT', 'network', 'no complete answer in time', httpStatus), sent: true };
      return { ok: false, ...networkFailure(cause, httpStatus) };
    } finally {
      clear();
    }
  }

  return {
    async send(access, request) {
      if (access.signal?.aborted)
        return { ok: false, error: makeError('TRANSIENT', 'aborted', 'aborted by the caller'), sent: false };
      const proof = proofParams(settings, access.accessToken);
      const secrets = [access.accessToken, settings.appSecret ?? '', String(proof['appsecret_proof'] ?? '')];
      const message = outgoing(settings.root, request, encodeParams({ ...request.params, ...proof }), access.accessToken);
      const raw = await exchange(message, access, secrets);
      if ('ok' in raw) return raw;
      settings.onUsage(raw.usage, { adAccountId: access.adAccountId });
      const answer = readAnswer(raw, request.creating ?? null, settings.defaultRegainMs);
      return answer.ok ? answer : { ...answer, sent: true };
    },
    close: () => agent.destroy(),
  };
}
