import { setTimeout as delay } from 'node:timers/promises';
import { pick, type Random } from '../random.ts';
import type { History } from './history.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Longer than any `Prefer: wait` used here. */
const TIMEOUT_MS = 12_000;
const RETRY_MS = [150, 600] as const;
const POLL_MS = 4_000;

export interface Caller {
  /** Sends once, through either gateway. Undefined when nobody knows what became of it. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer | undefined>;
  /**
   * One operation of the history: sends with its key until there is an answer, as the contract tells a caller to do.
   * Undefined when it was refused, or when time ran out first.
   */
  ask(op: string, request: AskedOnce): Promise<Answer | undefined>;
  /** The operation once it is final. Undefined when time ran out first. */
  ended(operationId: string): Promise<Json | undefined>;
  /** Asks a GET again and again until the answer is what is wanted. */
  until<T>(path: string, wanted: (body: Json) => T | undefined): Promise<T | undefined>;
}

export interface AskedOnce {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
  /** What the checker is to know of the request. */
  readonly value: Json;
  /** What the checker is to know of the answer. */
  readonly promised: (body: Json) => Json;
  readonly prefer?: string;
  /** Gives up after the first try, whatever came of it. */
  readonly isImpatient?: boolean;
}

export interface CallerOptions {
  readonly gatewayUrls: readonly string[];
  readonly token: string;
  readonly history: History;
  readonly random: Random;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

const FINAL = new Set(['succeeded', 'failed', 'needs_attention', 'cancelled']);

export function createCaller({ gatewayUrls, token, history, random, signal }: CallerOptions): Caller {
  const send: Caller['send'] = async (method, path, body, headers = {}) => {
    try {
      const response = await fetch(`${pick(random, gatewayUrls)}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, body: (await response.json()) as Json };
    } catch {
      return undefined;
    }
  };

  const nap = (milliseconds: number) => delay(milliseconds, undefined, { signal }).catch(() => undefined);

  const until: Caller['until'] = async (path, wanted) => {
    while (!signal.aborted) {
      const answer = await send('GET', path);
      const found = answer?.status === 200 ? wanted(answer.body) : undefined;
      if (found !== undefined) return found;
      await nap(POLL_MS * (0.5 + random()));
    }
    return undefined;
  };

  return {
    send,
    until,
    async ask(op, { key, path, body, value, promised, prefer, isImpatient }) {
      history.write('invoke', op, key, value);
      const headers = { 'idempotency-key': key, ...(prefer === undefined ? {} : { prefer }) };
      while (!signal.aborted) {
        const answer = await send('POST', path, body, headers);
        if (answer !== undefined && answer.status < 300) {
          history.write('ok', op, key, { status: answer.status, ...promised(answer.body) });
          return answer;
        }
        // What the gateway could not do now it may do later; anything else is a refusal.
        if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
          history.write('fail', op, key, { status: answer.status, code: answer.body['code'] });
          return undefined;
        }
        if (isImpatient) break;
        await nap(RETRY_MS[0] + random() * RETRY_MS[1]);
      }
      history.write('info', op, key, {});
      return undefined;
    },
    ended: (operationId) => until(`/operations/${operationId}`, (body) => (FINAL.has(String(body['state'])) ? body : undefined)),
  };
}
