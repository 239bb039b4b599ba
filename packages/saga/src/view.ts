import type { TraceContext } from '@mao/service-kit';
import type { SagaError } from './core/outcome.ts';
import type { SagaEvent } from './core/saga-event.ts';
import type { CompensationState, SagaStatus, StepStateName } from './core/saga-state.ts';
import type { StepKind } from './core/step.ts';

/** One step as it stands. All steps of the saga are listed in order, those not reached yet as `pending`. */
export interface SagaStepView {
  readonly name: string;
  readonly kind: StepKind;
  readonly state: StepStateName;
  /** Not done, but the remote side may hold something of it. */
  readonly mayExist: boolean;
  readonly attempts: number;
  readonly looks: number;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly deadlineAt: Date | null;
  readonly nextRetryAt: Date | null;
  readonly waitingFor: string | null;
  readonly result: unknown;
  readonly error: SagaError | null;
  readonly compensation: CompensationState;
  readonly compensationAttempts: number;
}

/** A saga as it stands. */
export interface SagaView {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly status: SagaStatus;
  readonly tag: string | null;
  readonly input: unknown;
  readonly cancelRequested: boolean;
  readonly holdReason: string | null;
  readonly waitingFor: string | null;
  readonly nextRetryAt: Date | null;
  readonly error: SagaError | null;
  readonly steps: readonly SagaStepView[];
}

/** What one commit changes about one saga. */
export interface SagaTransition {
  readonly saga: SagaView;
  readonly events: readonly SagaEvent[];
  /** The trace of the work that began the saga. Append to the outbox inside `runWithTrace(trace, …)`. */
  readonly trace: TraceContext;
}
