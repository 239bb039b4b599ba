import type { GraphError } from '../errors/graph-error.ts';
import type { CircuitTimes } from './governor-settings.ts';
import type { Lane } from './lanes.ts';

/** Why an account is stopped: its token is refused, it broke a policy, or it called too much in a way Meta calls abuse. */
export type CircuitCause = 'auth' | 'policy' | 'abuse';

/** One account's breaker. While open, one call after `probeAtMs` tries whether it may close. */
export interface Circuit {
  readonly open: {
    readonly cause: CircuitCause;
    readonly error: GraphError;
    /** Whose refusal it was; another token starts anew. */
    readonly tokenHash: string;
    readonly probeAtMs: number;
    readonly isProbing: boolean;
  } | null;
  /** Times it opened without a day of peace between: each stop is twice as long. */
  readonly trips: number;
  readonly lastTripMs: number;
}

export const CLOSED: Circuit = { open: null, trips: 0, lastTripMs: 0 };

const DAY_MS = 86_400_000;

function causeOf(error: GraphError): CircuitCause | null {
  if (error.origin === 'client') return null;
  if (error.class === 'AUTH') return 'auth';
  if (error.code === 368) return 'policy';
  return error.code === 613 && error.subcode === null ? 'abuse' : null;
}

const baseMs = (cause: CircuitCause, times: CircuitTimes): number =>
  ({ auth: times.authMs, policy: times.policyMs, abuse: times.abuseMs })[cause];

function holdMs(cause: CircuitCause, trips: number, times: CircuitTimes): number {
  // A refused token is looked at once a minute: its successor may come at any time and costs nothing to try.
  return cause === 'auth' ? times.authMs : Math.min(DAY_MS, baseMs(cause, times) * 2 ** trips);
}

export type CircuitVerdict =
  | { readonly go: true; readonly circuit: Circuit }
  | { readonly go: false; readonly retryAtMs: number; readonly error: GraphError };

/** Whether a call may try. The one that goes while open is the probe; the next may go a whole hold time later. */
export function askCircuit(
  circuit: Circuit,
  call: { readonly tokenHash: string; readonly lane: Lane },
  times: CircuitTimes,
  nowMs: number,
): CircuitVerdict {
  const { open } = circuit;
  if (open === null) return { go: true, circuit };
  if (open.cause === 'auth' && open.tokenHash !== call.tokenHash) return { go: true, circuit: CLOSED };
  // Pausing and deleting take risk away, so a policy stop does not stop them.
  const isSafe = call.lane === 'urgent' || call.lane === 'undo';
  if (isSafe && open.cause !== 'auth') return { go: true, circuit };
  if (nowMs < open.probeAtMs) return { go: false, retryAtMs: open.probeAtMs, error: open.error };
  const probeAtMs = nowMs + baseMs(open.cause, times);
  return { go: true, circuit: { ...circuit, open: { ...open, probeAtMs, isProbing: true } } };
}

/** What an answer means for the breaker. Only a success closes it. */
export function afterAnswer(
  circuit: Circuit,
  answer: { readonly error: GraphError | null; readonly tokenHash: string },
  times: CircuitTimes,
  nowMs: number,
): Circuit {
  const { error, tokenHash } = answer;
  if (error === null) return circuit.open?.isProbing ? { ...circuit, open: null } : circuit;
  const cause = causeOf(error);
  if (cause === null) return circuit;
  // Answers to calls that were under way when it opened are the same refusal once more.
  if (circuit.open !== null && !circuit.open.isProbing) return circuit;
  const trips = nowMs - circuit.lastTripMs > 2 * DAY_MS ? 0 : circuit.trips;
  const open = { cause, error, tokenHash, probeAtMs: nowMs + holdMs(cause, trips, times), isProbing: false };
  return { open, trips: trips + 1, lastTripMs: nowMs };
}
