import { classify } from '../errors/classify.ts';
import type { GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { type Envelope, readEnvelope } from '../errors/read-envelope.ts';
import { type GraphFields, isFields, type Json } from '../json.ts';
import type { Level } from '../levels.ts';
import { MAX_REGAIN_MS, type Usage } from './usage.ts';

/** What came back, with secrets already taken out. */
export interface RawAnswer {
  readonly httpStatus: number;
  /** Undefined when it was not JSON. */
  readonly body: Json | undefined;
  readonly usage: Usage;
  /** Characters of the body, for the bound on whole lists. */
  readonly size: number;
  readonly header: (name: string) => string | undefined;
}

export type ReadAnswer = { readonly ok: true; readonly body: GraphFields } | { readonly ok: false; readonly error: GraphError };

/** The reset of an account's score is what a throttle waits for only when the score is what was full; it counts down always. */
const FULL_PCT = 95;

/** How long a throttle lasts: what the headers say, or else the default. */
function regainMs(raw: Pick<RawAnswer, 'usage' | 'header'>, defaultRegainMs: number): number {
  const { usage } = raw;
  const retryAfterSeconds = Number(raw.header('retry-after') ?? 0);
  const scoreMs = usage.adAccount !== null && usage.adAccount.utilPct >= FULL_PCT ? usage.adAccount.resetMs : 0;
  const stated = [usage.regainMs, scoreMs, retryAfterSeconds * 1000];
  return Math.min(MAX_REGAIN_MS, stated.find((waitMs) => waitMs > 0) ?? defaultRegainMs);
}

function metaError(envelope: Envelope, raw: RawAnswer, creating: Level | null, defaultRegainMs: number): GraphError {
  const { httpStatus } = raw;
  const errorClass = classify({ ...envelope, httpStatus, creating });
  return {
    ...envelope,
    class: errorClass,
    origin: 'meta',
    fbtraceId: envelope.fbtraceId ?? raw.header('x-fb-trace-id') ?? null,
    requestId: raw.header('x-fb-request-id') ?? null,
    httpStatus,
    ...(errorClass === 'RATE_LIMIT' && { retryAfterMs: regainMs(raw, defaultRegainMs) }),
  };
}

function bareHttpError(raw: RawAnswer, defaultRegainMs: number): GraphError {
  const { httpStatus } = raw;
  const message = `HTTP ${httpStatus} without a readable error`;
  const errorClass = classify({ code: null, subcode: null, isTransient: null, message, httpStatus, creating: null });
  const error = makeError(errorClass, 'http', message, httpStatus);
  return errorClass === 'RATE_LIMIT' ? { ...error, retryAfterMs: regainMs(raw, defaultRegainMs) } : error;
}

/** Reads one complete answer: an object without an error in it, or a classified error. */
export function readAnswer(raw: RawAnswer, creating: Level | null, defaultRegainMs: number): ReadAnswer {
  const { body } = raw;
  const envelope = readEnvelope(body);
  if (envelope !== null) return { ok: false, error: metaError(envelope, raw, creating, defaultRegainMs) };
  if (raw.httpStatus < 200 || raw.httpStatus > 299) return { ok: false, error: bareHttpError(raw, defaultRegainMs) };
  if (isFields(body)) return { ok: true, body };
  return { ok: false, error: makeError('TRANSIENT', 'answer', 'the answer is not a complete JSON object', raw.httpStatus) };
}
