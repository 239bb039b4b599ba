import type { SagaPlan } from './definition.ts';
import type { SagaState, StepState } from './saga-state.ts';
import type { StepKind } from './step.ts';

export function newStep(name: string, kind: StepKind): StepState {
  return {
    name,
    kind,
    state: 'pending',
    mayExist: false,
    attempts: 0,
    looks: 0,
    lookFailures: 0,
    intentAt: null,
    endedAt: null,
    deadlineAt: null,
    retryAt: null,
    waitingFor: null,
    result: null,
    error: null,
    compensation: 'none',
    compensationAttempts: 0,
  };
}

export function initialState(plan: SagaPlan): SagaState {
  return {
    status: 'running',
    heading: 'completed',
    cancelRequested: false,
    holdReason: null,
    error: null,
    steps: plan.map(({ step, kind }) => newStep(step.name, kind)),
  };
}
