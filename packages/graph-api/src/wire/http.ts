import { Agent, type Dispatcher, type FormData, request as httpRequest } from 'undici';
import { makeError } from '../errors/make-error.ts';
import type { NetworkFailure } from './network-failure.ts';
import { networkFailure } from './network-failure.ts';
import { parseJson } from './parse-json.ts';
import type { RawAnswer } from './read-answer.ts';
import { redact } from './secrets.ts';
import type { WireSettings } from './settings.ts';
import { parseUsage } from './usage.ts';

/** One request as it goes out. */
export interface Outgoing {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Record<string, string>;
  readonly body: string | FormData | null;
}

export type HttpAnswer = { readonly ok: true; readonly raw: RawAnswer } | ({ readonly ok: false } & NetworkFailure);

/** Sends one message once. Redirects are answers, not orders. */
export interface Http {
  exchange(message: Outgoing, caller: AbortSignal | undefined, secrets: readonly string[]): Promise<HttpAnswer>;
  close(): Promise<void>;
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

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** Connections of its own, so that no process-wide setting reaches it. */
function ownAgent({ timeouts, maxConnections, maxAnswerBytes }: WireSettings): Agent {
  return new Agent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    connections: maxConnections,
    maxResponseSize: maxAnswerBytes,
  });
}

/** HTTP/1.1. */
export function createHttp(settings: WireSettings): Http {
  const { timeouts } = settings;
  const dispatcher: Dispatcher = settings.dispatcher ?? ownAgent(settings);
  const failed = (origin: 'aborted' | 'network', words: string, httpStatus: number | null): HttpAnswer => ({
    ok: false,
    error: makeError('TRANSIENT', origin, words, httpStatus),
    sent: true,
  });
  return {
    async exchange(message, caller, secrets) {
      const { signal, clear } = deadline(timeouts.totalMs, caller);
      let httpStatus: number | null = null;
      try {
        const { url, ...options } = message;
        const answer = await httpRequest(url, { ...options, signal, dispatcher });
        httpStatus = answer.statusCode;
        const text = await answer.body.text();
        const body = parseJson(text);
        const header = (name: string): string | undefined => first(answer.headers[name]);
        const clean = body === undefined ? body : redact(body, secrets);
        return { ok: true, raw: { httpStatus, body: clean, header, usage: parseUsage(header), size: text.length } };
      } catch (cause) {
        // With the signal aborted the cause says nothing about how far the request came.
        if (caller?.aborted) return failed('aborted', 'aborted by the caller', httpStatus);
        if (signal.aborted) return failed('network', 'no complete answer in time', httpStatus);
        return { ok: false, ...networkFailure(cause, httpStatus) };
      } finally {
        clear();
      }
    },
    async close() {
      if (settings.dispatcher === null) await dispatcher.destroy();
    },
  };
}
