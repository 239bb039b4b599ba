import { assertNever } from '@mao/service-kit';
import type { SagaEvent } from './saga-event.ts';
import type { SagaState, StepState } from './saga-state.ts';

type StepEvent = Extract<SagaEvent, { readonly step: string }>;
type SagaWideEvent = Exclude<SagaEvent, StepEvent>;

/** Folds one event into the state. Pure; no event is refused here, deciding has been done. */
export function evolve(state: SagaState, event: SagaEvent): SagaState {
  if (!('step' in event)) return evolveSaga(state, event);
  const steps = state.steps.map((step) => (step.name === event.step ? evolveStep(step, event) : step));
  if (event.type === 'attention-needed') return { ...state, steps, status: 'needs_attention', error: event.error };
  return { ...state, steps };
}

function evolveSaga(state: SagaState, event: SagaWideEvent): SagaState {
  switch (event.type) {
    case 'turned-back':
      return { ...state, status: 'compensating', heading: event.heading, error: event.error, steps: state.steps.map(doubted) };
    case 'finished':
      return { ...state, status: event.status };
    case 'resumed':
      return resumed(state, event.deadlines);
    case 'woken':
      return { ...state, steps: state.steps.map(woken) };
    default:
      return assertNever(event);
  }
}

function resumed(state: SagaState, deadlines: Readonly<Record<string, number>>): SagaState {
  const isForward = state.heading === 'completed';
  const steps = state.steps.map((step) => refreshed(step, isForward, deadlines[step.name] ?? null));
  // What it was turned back for still explains it; what stopped it is over.
  return { ...state, status: isForward ? 'running' : 'compensating', error: isForward ? null : state.error, steps };
}

function evolveStep(step: StepState, event: StepEvent): StepState {
  const settled = { ...step, retryAt: null, waitingFor: null };
  switch (event.type) {
    case 'step-started':
      return {
        ...settled,
        state: 'running',
        attempts: event.attempt,
        looks: 0,
        lookFailures: 0,
        intentAt: event.at,
        deadlineAt: event.deadlineAt,
      };
    case 'step-done':
      return { ...settled, state: 'done', mayExist: false, endedAt: event.at, result: event.result, error: null };
    case 'step-failed':
      return { ...settled, state: 'pending', mayExist: event.mayExist, error: event.error, retryAt: event.retryAt };
    case 'step-rejected':
      return { ...settled, state: 'rejected', mayExist: event.mayExist, endedAt: event.at, error: event.error };
    case 'step-in-doubt':
      return {
        ...settled,
        state: 'unknown',
        mayExist: true,
        // Being told to wait is no try.
        attempts: event.waitingFor === null ? step.attempts : step.attempts - 1,
        error: event.error,
        retryAt: event.lookAt,
        waitingFor: event.waitingFor,
      };
    case 'step-waiting':
      // Being told to wait is no try.
      return {
        ...settled,
        state: event.mayExist ? 'waiting' : 'pending',
        mayExist: event.mayExist,
        attempts: step.attempts - 1,
        retryAt: event.until,
        waitingFor: event.reason,
      };
    case 'step-absent':
      return { ...settled, state: 'pending', mayExist: false, retryAt: event.retryAt };
    case 'look-unsettled':
      return {
        ...settled,
        looks: event.reason === null ? step.looks + 1 : step.looks,
        lookFailures: 0,
        retryAt: event.lookAt,
        waitingFor: event.reason,
      };
    case 'look-failed':
      return { ...settled, lookFailures: step.lookFailures + 1, error: event.error, retryAt: event.lookAt };
    default:
      return evolveCompensation(settled, event);
  }
}

function evolveCompensation(
  step: StepState,
  event: Extract<StepEvent, { readonly type: `compensation-${string}` | 'attention-needed' }>,
): StepState {
  switch (event.type) {
    case 'compensation-started':
      return { ...step, compensation: 'running', compensationAttempts: event.attempt };
    case 'compensation-done':
      return { ...step, compensation: 'done', mayExist: false, endedAt: event.at };
    case 'compensation-failed':
      return { ...step, compensation: 'waiting', error: event.error, retryAt: event.retryAt };
    case 'compensation-waiting':
      return {
        ...step,
        compensation: 'waiting',
        compensationAttempts: step.compensationAttempts - 1,
        retryAt: event.until,
        waitingFor: event.reason,
      };
    case 'attention-needed':
      return { ...step, error: event.error, compensation: step.compensation === 'running' ? 'waiting' : step.compensation };
    default:
      return assertNever(event);
  }
}

/** Once the saga turns back, a step that may have left something is in doubt; its deadline has no more to say. */
function doubted(step: StepState): StepState {
  if (!step.mayExist || step.state === 'unknown') return step;
  return { ...step, state: 'unknown', retryAt: null, waitingFor: null };
}

/** A resumed saga starts its unfinished steps and compensations with fresh tries and a fresh deadline. */
function refreshed(step: StepState, isForward: boolean, deadlineAt: number | null): StepState {
  const fresh = { ...step, looks: 0, lookFailures: 0, compensationAttempts: 0, retryAt: null, waitingFor: null };
  if (step.state === 'done' || !isForward) return fresh;
  const unfinished = { ...fresh, attempts: 0, deadlineAt: step.deadlineAt === null ? null : deadlineAt };
  return step.state === 'rejected' ? { ...unfinished, state: step.mayExist ? 'unknown' : 'pending' } : unfinished;
}

/** A settle delay stays: listings do not settle sooner because somebody is in a hurry. */
function woken(step: StepState): StepState {
  return canBeWoken(step) ? { ...step, retryAt: null, waitingFor: null } : step;
}

export function canBeWoken(step: StepState): boolean {
  const isSettling = step.state === 'unknown' && step.waitingFor === null && step.compensation === 'none';
  return step.retryAt !== null && !isSettling;
}
