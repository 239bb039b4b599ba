import type { GraphError } from '../errors/graph-error.ts';
import type { Circuit, CircuitCause } from './circuit.ts';
import type { GovernorSettings } from './governor-settings.ts';
import { foreignPoints, type GovernorState, limitsIn, ownPoints } from './governor-state.ts';
import type { Tier } from './limits.ts';

/** What the client knows of one account, for a person: is it stopped, why, and how much of its quota is used. */
export interface AccountState {
  readonly circuit: 'closed' | 'open' | 'half_open';
  readonly cause: CircuitCause | null;
  /** Meta's refusal that opened the circuit. */
  readonly error: GraphError | null;
  /** When the next call may try. Null when nothing is stopped. */
  readonly retryAtMs: number | null;
  /** Null when this client does not govern. */
  readonly tier: Tier | null;
  /** Of the account's points, others' included. */
  readonly usedPct: number;
  /** A throttle of Meta's, of any quota. */
  readonly blockedUntilMs: number | null;
  /** Callers that were told to come back. */
  readonly waiting: number;
}

export function accountStateOf(state: GovernorState, circuit: Circuit, settings: GovernorSettings, nowMs: number): AccountState {
  const { points, decayMs } = limitsIn(state, settings);
  const used = ownPoints(state, nowMs, decayMs) + foreignPoints(state, nowMs, decayMs);
  const blockedUntilMs = Math.max(0, ...Object.values(state.quotas).map((facts) => facts.blockedUntilMs));
  const { open } = circuit;
  const isHalfOpen = open !== null && (open.isProbing || open.probeAtMs <= nowMs);
  return {
    circuit: open === null ? 'closed' : isHalfOpen ? 'half_open' : 'open',
    cause: open?.cause ?? null,
    error: open?.error ?? null,
    retryAtMs: open?.probeAtMs ?? null,
    tier: state.tier,
    usedPct: Math.round((used / points) * 1_000) / 10,
    blockedUntilMs: blockedUntilMs > nowMs ? blockedUntilMs : null,
    waiting: state.queue.length,
  };
}
