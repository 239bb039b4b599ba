import { assertNever } from '@mao/service-kit';
import { type Action, type Decision, decide } from './decide.ts';
import type { SagaPlan } from './definition.ts';
import { evolve } from './evolve.ts';
import { type Moment, react, type Signal } from './react.ts';
import type { SagaEvent } from './saga-event.ts';
import type { SagaState } from './saga-state.ts';

export interface Advance {
  readonly state: SagaState;
  readonly events: readonly SagaEvent[];
  readonly next: Action;
}

/**
 * Takes note of the signals and goes on to the next thing a worker can do. Pure.
 * @param options.mayStart false: intents of new calls are not written (the worker stops, or only asks)
 */
export function advance(
  plan: SagaPlan,
  state: SagaState,
  signals: readonly Signal[],
  moment: Moment,
  options: { mayStart: boolean } = { mayStart: true },
): Advance {
  const events: SagaEvent[] = [];
  let current = state;
  const apply = (event: SagaEvent): void => {
    current = evolve(current, event);
    events.push(event);
  };
  for (const signal of signals) for (const event of react(plan, current, signal, moment)) apply(event);
  let decision = decide(plan, current, moment.now);
  while (!isAction(decision)) {
    apply(turningPoint(decision, moment.now));
    decision = decide(plan, current, moment.now);
  }
  const intent = intentOf(plan, current, decision, moment.now);
  if (intent && options.mayStart) apply(intent);
  return { state: current, events, next: decision };
}

function isAction(decision: Decision): decision is Action {
  return decision.do === 'run' || decision.do === 'reconcile' || decision.do === 'compensate' || decision.do === 'wait';
}

function turningPoint(decision: Exclude<Decision, Action>, at: number): SagaEvent {
  switch (decision.do) {
    case 'turn-back':
      return { type: 'turned-back', at, heading: decision.heading, error: decision.error };
    case 'finish':
      return { type: 'finished', at, status: decision.status };
    case 'ask-for-attention':
      return { type: 'attention-needed', at, step: decision.step, error: decision.error };
    default:
      return assertNever(decision);
  }
}

/** What must be durable before the call. A look changes nothing at the remote side and needs no intent. */
function intentOf(plan: SagaPlan, state: SagaState, action: Action, at: number): SagaEvent | undefined {
  if (action.do !== 'run' && action.do !== 'compensate') return undefined;
  const position = state.steps.findIndex(({ name }) => name === action.step);
  const step = state.steps[position];
  const planned = plan[position];
  if (!step || !planned) return undefined;
  const of = { step: step.name, at };
  if (action.do === 'compensate') return { ...of, type: 'compensation-started', attempt: step.compensationAttempts + 1 };
  return { ...of, type: 'step-started', attempt: step.attempts + 1, deadlineAt: step.deadlineAt ?? at + planned.step.deadlineMs };
}
