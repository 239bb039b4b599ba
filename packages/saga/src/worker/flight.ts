import type { Action } from '../core/decide.ts';
import type { SagaPlan } from '../core/definition.ts';
import type { SagaState } from '../core/saga-state.ts';
import type { SagaRecord } from '../store/saga-record.ts';

/** A saga that this worker holds and drives. Its fields follow what is durable. */
export interface Flight {
  readonly record: SagaRecord;
  readonly plan: SagaPlan;
  readonly epoch: number;
  version: number;
  requests: number;
  state: SagaState;
  next: Action;
  /** By the monotonic clock, never later than what the database holds. */
  leaseEndsAt: number;
  /** Aborts when the lease is lost or the worker must stop. */
  grounded: AbortController;
}
