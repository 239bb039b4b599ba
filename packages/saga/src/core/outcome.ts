/** Why something did not work: plain data, because it is stored as JSON and shown to people. Never put a secret in it. */
export interface SagaError {
  /** Stable and searchable. */
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Done<R> {
  readonly type: 'done';
  readonly result: R;
}
export interface Rejected {
  readonly type: 'rejected';
  readonly error: SagaError;
}
export interface Failed {
  readonly type: 'failed';
  readonly error: SagaError;
  readonly retryAfterMs?: number;
}
export interface Unknown {
  readonly type: 'unknown';
  readonly error: SagaError;
  readonly retryAfterMs?: number;
  /** Set when the remote side asked to wait: then the call was no try. */
  readonly waitingFor?: string;
}
export interface Waiting {
  readonly type: 'waiting';
  /** A duration from now, or an instant. */
  readonly until: number | Date;
  readonly reason: string;
  readonly withoutEffect: boolean;
}

/** What a call of `run` or `compensate` came to. Expected refusals are values; only bugs throw. */
export type StepOutcome<R = unknown> = Done<R> | Rejected | Failed | Unknown | Waiting;

export interface Found<R> {
  readonly type: 'found';
  readonly result: R;
}
export interface Absent {
  readonly type: 'absent';
}
export interface LookAgain {
  readonly type: 'look-again';
  readonly afterMs: number;
}
export interface Conflict {
  readonly type: 'conflict';
  readonly error: SagaError;
}

/** What a look at the remote side said about a call in doubt. */
export type ReconcileOutcome<R = unknown> = Found<R> | Absent | LookAgain | Failed | Waiting | Conflict;

/** It worked. The result is stored as JSON and handed to later steps and to the step's compensation. */
export function done(): Done<null>;
export function done<R>(result: R): Done<R>;
export function done<R>(result?: R): Done<R | null> {
  return { type: 'done', result: result ?? null };
}

/** A definite refusal, certainly without effect, that no retry can change. */
export function rejected(error: SagaError): Rejected {
  return { type: 'rejected', error };
}

/**
 * From `run`: certainly without effect; counts as a try and is tried again. From `reconcile`: the look itself failed and is
 * repeated. From `compensate`: not undone yet, tried again.
 * @param options.retryAfterMs instead of the policy's back-off
 */
export function failed(error: SagaError, options: { retryAfterMs?: number } = {}): Failed {
  return { type: 'failed', error, ...options };
}

/**
 * The call may have had its effect. A step with `reconcile` is looked up before it is ever run again; one without is run
 * again, so its `run` must be idempotent.
 * @param options.retryAfterMs when to look (default: at once)
 * @param options.waitingFor the remote side asked to wait (a throttle): does not count as a try, and shows as `waitingFor`
 */
export function unknown(error: SagaError, options: { retryAfterMs?: number; waitingFor?: string } = {}): Unknown {
  return { type: 'unknown', error, ...options };
}

/**
 * Not yet: throttled, a token is missing, the remote side is still processing. Does not count as a try and holds no slot;
 * the same call is repeated then. `reason` shows as `waitingFor`.
 * @param until milliseconds from now, or an instant
 * @param options.withoutEffect nothing was sent so far: undoing needs no look at this step. Default false, the safe reading
 */
export function waiting(until: number | Date, reason: string, options: { withoutEffect?: boolean } = {}): Waiting {
  return { type: 'waiting', until, reason, withoutEffect: options.withoutEffect ?? false };
}

/** The call in doubt had its effect: adopt it as the step's result. */
export function found(): Found<null>;
export function found<R>(result: R): Found<R>;
export function found<R>(result?: R): Found<R | null> {
  return { type: 'found', result: result ?? null };
}

/** The call in doubt certainly had no effect. Say so only when listings have had time to settle. */
export function absent(): Absent {
  return { type: 'absent' };
}

/** Not settled: nothing seen yet, but it may still show. Counts up `lookNumber`. */
export function lookAgain(afterMs: number): LookAgain {
  return { type: 'look-again', afterMs };
}

/** What was seen cannot be explained (several objects, a foreign state): a person must decide. */
export function conflict(error: SagaError): Conflict {
  return { type: 'conflict', error };
}
