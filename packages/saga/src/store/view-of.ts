import type { SagaState, StepState } from '../core/saga-state.ts';
import type { SagaStepView, SagaView } from '../view.ts';
import type { SagaRecord } from './saga-record.ts';

export function viewOf(record: SagaRecord, state: SagaState): SagaView {
  const retries = state.steps.map(({ retryAt }) => retryAt).filter((at) => at !== null);
  return {
    id: record.id,
    type: record.type,
    version: record.definitionVersion,
    status: state.status,
    tag: record.tag,
    input: record.input,
    cancelRequested: state.cancelRequested,
    holdReason: state.holdReason,
    waitingFor: state.steps.find(({ waitingFor }) => waitingFor !== null)?.waitingFor ?? null,
    nextRetryAt: retries.length === 0 ? null : new Date(Math.min(...retries)),
    error: state.error,
    steps: state.steps.map(stepView),
  };
}

function stepView(step: StepState): SagaStepView {
  return {
    name: step.name,
    kind: step.kind,
    state: step.state,
    mayExist: step.mayExist,
    attempts: step.attempts,
    looks: step.looks,
    startedAt: date(step.intentAt),
    endedAt: date(step.endedAt),
    deadlineAt: date(step.deadlineAt),
    nextRetryAt: date(step.retryAt),
    waitingFor: step.waitingFor,
    result: step.result,
    error: step.error,
    compensation: step.compensation,
    compensationAttempts: step.compensationAttempts,
  };
}

function date(epochMs: number | null): Date | null {
  return epochMs === null ? null : new Date(epochMs);
}
