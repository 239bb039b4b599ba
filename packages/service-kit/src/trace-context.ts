import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What every event and log line of one piece of work carries on. */
export interface TraceContext {
  /** The operation this work belongs to (CloudEvents extension `correlationid`). */
  readonly correlationId?: string;
  /** The event that caused this work (CloudEvents extension `causationid`). */
  readonly causationId?: string;
  /** W3C Trace Context, https://www.w3.org/TR/trace-context/ */
  readonly traceparent?: string;
  readonly requestId?: string;
  readonly sagaId?: string;
}

const storage = new AsyncLocalStorage<TraceContext>();

export function currentTrace(): TraceContext {
  return storage.getStore() ?? {};
}

export function runWithTrace<T>(trace: TraceContext, work: () => T): T {
  return storage.run(trace, work);
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function isTraceparent(value: string | undefined): value is string {
  return value !== undefined && TRACEPARENT.test(value);
}

/** A traceparent of the caller's trace with a new span id, or of a new trace when the caller sent none. */
export function continueTrace(incoming?: string): string {
  const traceId = isTraceparent(incoming) ? incoming.slice(3, 35) : randomBytes(16).toString('hex');
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}
