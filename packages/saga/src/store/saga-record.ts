import type { TraceContext } from '@mao/service-kit';
import type { SagaPlan } from '../core/definition.ts';
import { newStep } from '../core/initial-state.ts';
import type { SagaError } from '../core/outcome.ts';
import type { CompensationState, Heading, SagaState, SagaStatus, StepState, StepStateName } from '../core/saga-state.ts';

/** A row of `sagas` as `to_jsonb` gives it. */
export interface SagaRow {
  readonly id: string;
  readonly type: string;
  readonly definition_version: number;
  readonly status: SagaStatus;
  readonly heading: Heading;
  readonly tag: string | null;
  readonly input: unknown;
  readonly version: number;
  readonly requests: number;
  readonly lease_epoch: number;
  readonly cancel_requested: boolean;
  readonly resume_requested: boolean;
  readonly wake_requested: boolean;
  readonly hold_reason: string | null;
  readonly correlation_id: string | null;
  readonly causation_id: string | null;
  readonly traceparent: string | null;
  readonly error: SagaError | null;
}

/** A row of `saga_steps` as `to_jsonb` gives it. */
export interface StepRow {
  readonly name: string;
  readonly state: StepStateName;
  readonly may_exist: boolean;
  readonly attempts: number;
  readonly looks: number;
  readonly look_failures: number;
  readonly intent_at: string | null;
  readonly ended_at: string | null;
  readonly deadline_at: string | null;
  readonly retry_at: string | null;
  readonly waiting_for: string | null;
  readonly result: unknown;
  readonly error: SagaError | null;
  readonly compensation: CompensationState;
  readonly compensation_attempts: number;
}

/** What never changes about a saga. */
export interface SagaRecord {
  readonly id: string;
  readonly type: string;
  readonly definitionVersion: number;
  readonly tag: string | null;
  readonly input: unknown;
  readonly trace: TraceContext;
}

export function recordOf(row: SagaRow): SagaRecord {
  const trace: TraceContext = {
    sagaId: row.id,
    ...(row.correlation_id === null ? {} : { correlationId: row.correlation_id }),
    ...(row.causation_id === null ? {} : { causationId: row.causation_id }),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
  const { id, type, definition_version: definitionVersion, tag, input } = row;
  return { id, type, definitionVersion, tag, input, trace };
}

/** @throws Error when a step was recorded that the plan does not know: the definition changed without a new version */
export function stateOf(plan: SagaPlan, row: SagaRow, steps: readonly StepRow[]): SagaState {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const planned = plan.map(({ step, kind }) => {
    const stored = byName.get(step.name);
    byName.delete(step.name);
    return stored ? stepOf(stored, newStep(step.name, kind)) : newStep(step.name, kind);
  });
  const strange = [...byName.keys()];
  if (strange.length > 0)
    throw new Error(`saga ${row.type} v${row.definition_version} has no step ${strange.join(', ')} any more`);
  return {
    status: row.status,
    heading: row.heading,
    cancelRequested: row.cancel_requested,
    holdReason: row.hold_reason,
    error: row.error,
    steps: planned,
  };
}

function stepOf(row: StepRow, fresh: StepState): StepState {
  return {
    ...fresh,
    state: row.state,
    mayExist: row.may_exist,
    attempts: row.attempts,
    looks: row.looks,
    lookFailures: row.look_failures,
    intentAt: epochMs(row.intent_at),
    endedAt: epochMs(row.ended_at),
    deadlineAt: epochMs(row.deadline_at),
    retryAt: epochMs(row.retry_at),
    waitingFor: row.waiting_for,
    result: row.result,
    error: row.error,
    compensation: row.compensation,
    compensationAttempts: row.compensation_attempts,
  };
}

function epochMs(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
