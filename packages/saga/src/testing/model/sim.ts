import type { Action } from '../../core/decide.ts';
import type { SagaPlan } from '../../core/definition.ts';
import type { Moment, Signal } from '../../core/react.ts';
import type { SagaState } from '../../core/saga-state.ts';
import type { Remote } from './remote.ts';
import type { Projections, Row, Write } from './store.ts';

/** Draws the next choice, 0 <= choice < bound. */
export type Draw = (bound: number) => number;

/** What one worker holds in memory. */
export interface ModelFlight {
  readonly epoch: number;
  readonly version: number;
  requests: number;
  state: SagaState;
  readonly next: Action;
  readonly leaseEndsAt: number;
  /** The call was made; this is what came of it. Not durable. */
  signals?: readonly Signal[];
  /** The write was offered and perhaps taken, but its answer was lost. */
  offered?: Write & { readonly leaseEndsAt: number };
}

/** One saga, its row, two workers and a remote side. */
export interface Sim {
  readonly plan: SagaPlan;
  readonly order: readonly string[];
  readonly remote: Remote;
  readonly projections: Projections;
  readonly row: Row;
  readonly workers: (ModelFlight | undefined)[];
  now: number;
}

export const LEASE_MS = 1_000;

export function momentOf(sim: Sim): Moment {
  return { now: sim.now, random: 0.5 };
}
