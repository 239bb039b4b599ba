import type { PlannedStep, SagaPlan } from './definition.ts';
import type { SagaError } from './outcome.ts';
import { type Heading, hasEnded, type SagaState, type SagaStatus, type StepState } from './saga-state.ts';

/** What a worker can do next. */
export type Action =
  | { readonly do: 'run'; readonly step: string }
  | { readonly do: 'reconcile'; readonly step: string }
  | { readonly do: 'compensate'; readonly step: string }
  /** `until` null: until somebody releases or resumes it, or for ever. */
  | { readonly do: 'wait'; readonly until: number | null; readonly waitingFor: string | null };

export type Decision =
  | Action
  | { readonly do: 'turn-back'; readonly heading: Exclude<Heading, 'completed'>; readonly error: SagaError }
  | { readonly do: 'finish'; readonly status: Exclude<SagaStatus, 'running' | 'compensating' | 'needs_attention'> }
  | { readonly do: 'ask-for-attention'; readonly step: string; readonly error: SagaError };

const NOTHING: Action = { do: 'wait', until: null, waitingFor: null };

/**
 * Decides what comes next for a saga. Pure: no clock, database or randomness; `now` is epoch milliseconds.
 * A step in `running` has a call outstanding: nothing is decided before its outcome, or `interrupted`, is known.
 */
export function decide(plan: SagaPlan, state: SagaState, now: number): Decision {
  if (hasEnded(state.status)) return NOTHING;
  return state.heading === 'completed' ? decideForward(plan, state, now) : decideBackward(plan, state, now);
}

function decideForward(plan: SagaPlan, state: SagaState, now: number): Decision {
  const position = state.steps.findIndex((step) => step.state !== 'done');
  const step = state.steps[position];
  const planned = plan[position];
  if (!step || !planned) return { do: 'finish', status: 'completed' };
  if (step.state === 'running') return NOTHING;
  if (state.cancelRequested && canTurnBack(plan, state)) {
    return { do: 'turn-back', heading: 'cancelled', error: { code: 'cancelled', message: 'cancelled on request' } };
  }
  if (step.state === 'rejected') return giveUp(planned, step, now, step.error ?? refusal(step));
  if (step.deadlineAt !== null && step.deadlineAt <= now) return giveUp(planned, step, now, deadlinePassed(step));
  if (step.state === 'unknown' && planned.step.reconcile) return look(step, now);
  if (step.retryAt !== null && step.retryAt > now) return waitFor(step);
  if (state.holdReason !== null) return { do: 'wait', until: step.deadlineAt, waitingFor: state.holdReason };
  return { do: 'run', step: step.name };
}

/**
 * Whether the saga may still be undone: never once the pivot, or without one the first retriable step, may have had its effect.
 */
export function canTurnBack(plan: SagaPlan, state: SagaState): boolean {
  if (hasEnded(state.status) || state.heading !== 'completed') return false;
  const step = state.steps[plan.findIndex(({ kind }) => kind !== 'compensatable')];
  if (!step) return true;
  const isOver = step.state === 'pending' || (step.state === 'rejected' && step.kind === 'pivot');
  return isOver && !step.mayExist;
}

/** A step that will not be done: undo what was before it, if nothing of a point of no return can exist. */
function giveUp(planned: PlannedStep, step: StepState, now: number, error: SagaError): Decision {
  const turnBack: Decision = { do: 'turn-back', heading: 'compensated', error };
  if (planned.kind === 'compensatable') return turnBack;
  if (planned.kind === 'pivot' && !step.mayExist) return turnBack;
  if (planned.kind === 'pivot' && planned.step.reconcile) return look({ ...step, deadlineAt: null }, now);
  return { do: 'ask-for-attention', step: step.name, error };
}

function look(step: StepState, now: number): Action {
  return step.retryAt !== null && step.retryAt > now ? waitFor(step) : { do: 'reconcile', step: step.name };
}

function waitFor(step: StepState): Action {
  const instants = [step.retryAt, step.deadlineAt].filter((at) => at !== null);
  return { do: 'wait', until: Math.min(...instants), waitingFor: step.waitingFor };
}

/** Strictly in reverse order; what may exist is looked up before it is undone. */
function decideBackward(plan: SagaPlan, state: SagaState, now: number): Decision {
  const position = state.steps.findLastIndex(isToBeUndone);
  const step = state.steps[position];
  const planned = plan[position];
  if (!step || !planned) return { do: 'finish', status: state.heading === 'cancelled' ? 'cancelled' : 'compensated' };
  if (step.state === 'running' || step.compensation === 'running') return NOTHING;
  // Deadlines belong to going forward: undoing has no end but success or a person.
  const withoutDeadline = { ...step, deadlineAt: null };
  if (step.state === 'unknown' && planned.step.reconcile) return look(withoutDeadline, now);
  if (step.retryAt !== null && step.retryAt > now) return waitFor(withoutDeadline);
  return { do: 'compensate', step: step.name };
}

function isToBeUndone(step: StepState): boolean {
  const hasEffect = step.state === 'done' || step.state === 'running' || step.mayExist;
  return step.kind === 'compensatable' && hasEffect && step.compensation !== 'done';
}

function refusal(step: StepState): SagaError {
  return { code: 'step-rejected', message: `step ${step.name} was refused` };
}

function deadlinePassed(step: StepState): SagaError {
  const because = step.error ? `; last error: ${step.error.message}` : '';
  return {
    code: 'step-deadline-passed',
    message: `step ${step.name} was not done in time${because}`,
    details: { step: step.name, waitingFor: step.waitingFor, lastError: step.error },
  };
}
