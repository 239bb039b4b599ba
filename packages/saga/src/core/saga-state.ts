import type { SagaError } from './outcome.ts';
import type { StepKind } from './step.ts';

export const SAGA_STATUSES = ['running', 'compensating', 'completed', 'compensated', 'cancelled', 'needs_attention'] as const;
export type SagaStatus = (typeof SAGA_STATUSES)[number];

/** Where the saga is going: forward to `completed`, or back. */
export const HEADINGS = ['completed', 'compensated', 'cancelled'] as const;
export type Heading = (typeof HEADINGS)[number];

/**
 * pending: not tried, or certainly without effect and to be tried again · running: the intent is written, the outcome is not ·
 * unknown: in doubt, to be reconciled · waiting: told to come back later · done · rejected: given up.
 */
export const STEP_STATES = ['pending', 'running', 'unknown', 'waiting', 'done', 'rejected'] as const;
export type StepStateName = (typeof STEP_STATES)[number];

/** none: not asked for · running: the intent is written · waiting: to be tried again · done. */
export const COMPENSATION_STATES = ['none', 'running', 'waiting', 'done'] as const;
export type CompensationState = (typeof COMPENSATION_STATES)[number];

/** One step's history folded into a row. Instants are epoch milliseconds of the database's clock. */
export interface StepState {
  readonly name: string;
  readonly kind: StepKind;
  readonly state: StepStateName;
  /** The remote side may hold something of this step although it is not done. */
  readonly mayExist: boolean;
  /** Tries that count, since the beginning or the last resume. */
  readonly attempts: number;
  /** Looks that answered, since the latest try. */
  readonly looks: number;
  /** Looks that failed in a row. */
  readonly lookFailures: number;
  readonly intentAt: number | null;
  readonly endedAt: number | null;
  readonly deadlineAt: number | null;
  readonly retryAt: number | null;
  readonly waitingFor: string | null;
  readonly result: unknown;
  readonly error: SagaError | null;
  readonly compensation: CompensationState;
  readonly compensationAttempts: number;
}

export interface SagaState {
  readonly status: SagaStatus;
  readonly heading: Heading;
  readonly cancelRequested: boolean;
  /** Set while somebody holds the saga back (kill switch, rejected token): no step is run until it is released. */
  readonly holdReason: string | null;
  /** Why it turned back or needs attention. */
  readonly error: SagaError | null;
  /** In the order of the plan. */
  readonly steps: readonly StepState[];
}

const ENDED: ReadonlySet<SagaStatus> = new Set(['completed', 'compensated', 'cancelled', 'needs_attention']);

export function hasEnded(status: SagaStatus): boolean {
  return ENDED.has(status);
}
