import { assertNever, errorMessage } from '@mao/service-kit';
import type { Action } from '../core/decide.ts';
import type { PlannedStep } from '../core/definition.ts';
import { failed, type ReconcileOutcome, type SagaError, type StepOutcome, unknown } from '../core/outcome.ts';
import type { Signal } from '../core/react.ts';
import type { StepState } from '../core/saga-state.ts';
import type { CompensationContext } from '../core/step.ts';
import { asStored } from '../store/json.ts';
import type { Flight } from './flight.ts';

/** After the abort a step has this long to answer for itself (what was sent, what was not) before it is left behind. */
const ABORT_GRACE_MS = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface CallOptions {
  readonly deps: unknown;
  readonly now: () => number;
  /** An outcome that arrived after the call was left behind. */
  readonly onLate: () => void;
  /** A step threw: a bug, or a database that is away. */
  readonly onThrow: (error: unknown) => void;
}

export type Call = Exclude<Action, { readonly do: 'wait' }>;

/** Makes one remote call of a saga and says what it came to. Never throws. */
export async function callStep(flight: Flight, call: Call, options: CallOptions): Promise<Signal> {
  const position = flight.state.steps.findIndex(({ name }) => name === call.step);
  const step = flight.state.steps[position];
  const planned = flight.plan[position];
  if (!step || !planned) throw new Error(`saga ${flight.record.type} has no step ${call.step}`);
  const timeLimitMs = call.do === 'run' && step.deadlineAt !== null ? step.deadlineAt - options.now() : planned.step.deadlineMs;
  const limit = limited(flight.grounded.signal, timeLimitMs);
  const context = contextOf(flight, planned, step, { ...options, call, signal: limit.signal });
  try {
    return await outcomeOf(planned, call, context, {
      race: (work) => limit.race(work, options.onLate),
      onThrow: options.onThrow,
    });
  } finally {
    limit.clear();
  }
}

interface Guard {
  readonly race: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onThrow: (error: unknown) => void;
}

async function outcomeOf(planned: PlannedStep, call: Call, context: CompensationContext, guard: Guard): Promise<Signal> {
  const { step } = planned;
  switch (call.do) {
    case 'run': {
      const outcome = await caught<StepOutcome>(guard, unknown, () => guard.race(() => step.run(context)));
      return { type: 'ran', step: step.name, outcome: normalized(outcome) };
    }
    case 'reconcile': {
      const { reconcile } = step;
      if (!reconcile) throw new Error(`step ${step.name} has no reconcile`);
      const outcome = await caught<ReconcileOutcome>(guard, failed, () => guard.race(() => reconcile.call(step, context)));
      return { type: 'looked', step: step.name, outcome: normalized(outcome) };
    }
    case 'compensate': {
      const compensate = planned.kind === 'compensatable' ? planned.step.compensate.bind(planned.step) : undefined;
      if (!compensate) throw new Error(`step ${step.name} has no compensation`);
      const outcome = await caught<StepOutcome>(guard, failed, () => guard.race(() => compensate(context)));
      return { type: 'compensated', step: step.name, outcome: normalized(outcome) };
    }
    default:
      return assertNever(call);
  }
}

/** `threw` tells a projection that the message is for operators, not for callers. */
async function caught<T>(guard: Guard, asOutcome: (error: SagaError) => T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    guard.onThrow(error);
    return asOutcome({ code: codeOf(error), message: errorMessage(error), details: { threw: true } });
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'step-threw';
}

/** What a step sees of a result must not depend on whether the worker restarted in between. */
function normalized<T extends StepOutcome | ReconcileOutcome>(outcome: T): T {
  return 'result' in outcome ? { ...outcome, result: asStored(outcome.result) } : outcome;
}

function contextOf(
  flight: Flight,
  planned: PlannedStep,
  step: StepState,
  options: CallOptions & { readonly call: Call; readonly signal: AbortSignal },
): CompensationContext {
  const finished = flight.state.steps.filter(({ state }) => state === 'done');
  return {
    sagaId: flight.record.id,
    input: flight.record.input,
    results: Object.fromEntries(finished.map(({ name, result }) => [name, result])),
    stepName: planned.step.name,
    attempt: options.call.do === 'compensate' ? step.compensationAttempts : step.attempts,
    lookNumber: options.call.do === 'reconcile' ? step.looks + 1 : 0,
    intentAt: new Date(step.intentAt ?? options.now()),
    deps: options.deps,
    signal: options.signal,
    now: () => new Date(options.now()),
    isResultKnown: step.state === 'done',
    result: step.state === 'done' ? step.result : undefined,
  };
}

/** A signal that aborts with the flight or when time is up, and a race against it. */
function limited(grounded: AbortSignal, timeLimitMs: number) {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Error('the call was cut off: its time is up or its worker stops'));
  const timer = setTimeout(abort, Math.min(LONGEST_TIMER_MS, Math.max(0, timeLimitMs)));
  grounded.addEventListener('abort', abort, { once: true });
  if (grounded.aborted) abort();
  const clear = (): void => {
    clearTimeout(timer);
    grounded.removeEventListener('abort', abort);
  };
  return {
    signal: controller.signal,
    clear,
    race: <T>(work: () => Promise<T>, onLate: () => void) => race(controller.signal, work, onLate),
  };
}

function race<T>(signal: AbortSignal, work: () => Promise<T>, onLate: () => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let isLeft = false;
    let grace: NodeJS.Timeout | undefined;
    const leave = (): void => {
      isLeft = true;
      reject(signal.reason);
    };
    const startGrace = (): void => {
      grace = setTimeout(leave, ABORT_GRACE_MS);
    };
    const settle = (finish: () => void): void => {
      clearTimeout(grace);
      signal.removeEventListener('abort', startGrace);
      if (isLeft) onLate();
      else finish();
    };
    signal.addEventListener('abort', startGrace, { once: true });
    if (signal.aborted) startGrace();
    work().then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
