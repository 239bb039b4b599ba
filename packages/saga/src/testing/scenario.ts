import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '@mao/service-kit';
import { advance } from '../core/advance.ts';
import type { Action } from '../core/decide.ts';
import type { SagaDefinition, SagaPlan } from '../core/definition.ts';
import { initialState } from '../core/initial-state.ts';
import type { ReconcileOutcome, StepOutcome } from '../core/outcome.ts';
import type { Signal } from '../core/react.ts';
import { hasEnded, type SagaState, type SagaStatus } from '../core/saga-state.ts';

/** Something that happens to a saga in a scenario. */
export type Happening =
  | { readonly type: 'outcome'; readonly signal: Extract<Signal, { readonly outcome: unknown }>; readonly isExpected: boolean }
  | { readonly type: 'signal'; readonly signal: Signal }
  | { readonly type: 'passes'; readonly ms: number }
  | { readonly type: 'asked'; readonly change: Partial<Pick<SagaState, 'cancelRequested' | 'holdReason'>> };

/** The call of `run` that the saga made came to this. */
export const ran = (step: string, outcome: StepOutcome): Happening => answered({ type: 'ran', step, outcome });
/** The look that the saga made came to this. */
export const looked = (step: string, outcome: ReconcileOutcome): Happening => answered({ type: 'looked', step, outcome });
/** The compensation that the saga called came to this. */
export const undone = (step: string, outcome: StepOutcome): Happening => answered({ type: 'compensated', step, outcome });
/** The same kinds of outcome, but nobody waits for them: duplicates, stale and foreign answers. */
export const unasked = {
  ran: (step: string, outcome: StepOutcome): Happening => answered({ type: 'ran', step, outcome }, false),
  looked: (step: string, outcome: ReconcileOutcome): Happening => answered({ type: 'looked', step, outcome }, false),
  undone: (step: string, outcome: StepOutcome): Happening => answered({ type: 'compensated', step, outcome }, false),
};
/** The worker died with its call under way; another one takes over. */
export const crashed = (): Happening => ({ type: 'signal', signal: { type: 'interrupted' } });
export const resumed = (): Happening => ({ type: 'signal', signal: { type: 'resumed' } });
export const woken = (): Happening => ({ type: 'signal', signal: { type: 'woken' } });
export const passes = (ms: number): Happening => ({ type: 'passes', ms });
export const cancelAsked = (): Happening => ({ type: 'asked', change: { cancelRequested: true } });
export const held = (reason: string): Happening => ({ type: 'asked', change: { holdReason: reason } });
export const released = (): Happening => ({ type: 'asked', change: { holdReason: null } });

/** What a saga does next. */
export type Expectation =
  | { readonly do: 'run' | 'reconcile' | 'compensate'; readonly step: string }
  | { readonly do: 'wait'; readonly ms: number | null; readonly waitingFor: string | null }
  | { readonly do: 'end'; readonly status: SagaStatus };

export const runs = (step: string): Expectation => ({ do: 'run', step });
export const looksFor = (step: string): Expectation => ({ do: 'reconcile', step });
export const undoes = (step: string): Expectation => ({ do: 'compensate', step });
/** @param ms until something is done again; null: until somebody asks for it */
export const waits = (ms: number | null, waitingFor: string | null = null): Expectation => ({ do: 'wait', ms, waitingFor });
export const ends = (status: SagaStatus): Expectation => ({ do: 'end', status });

export interface Scenario {
  /** Lets things happen. Throws when an outcome is given for a call that the saga did not make. */
  when(...happenings: readonly Happening[]): Scenario;
  /** Checks what comes next. Throws AssertionError. */
  expect(expected: Expectation): Scenario;
  readonly state: SagaState;
}

/** Back-off without chance: exactly the policy's step. */
const NO_JITTER = 1;
const EPOCH = Date.UTC(2026, 0, 1);

/**
 * Tells a saga's story without a database: `given(definition, input, ran('campaign', done({ id })))
 * .when(ran('ad-set', rejected(error))).expect(undoes('campaign'))`. Time stands still but for `passes`.
 */
export function given<Input>(definition: SagaDefinition<Input, never>, input: Input, ...history: readonly Happening[]): Scenario {
  const plan = definition.plan(input);
  return scenario(
    plan,
    proceed(plan, { state: initialState(plan), next: { do: 'wait', until: null, waitingFor: null }, now: EPOCH }, []),
  ).when(...history);
}

interface Point {
  readonly state: SagaState;
  readonly next: Action;
  readonly now: number;
}

function scenario(plan: SagaPlan, point: Point): Scenario {
  return {
    state: point.state,
    when: (...happenings) =>
      scenario(
        plan,
        happenings.reduce((at, happening) => happen(plan, at, happening), point),
      ),
    expect(expected) {
      assert.deepEqual(seen(point), expected);
      return scenario(plan, point);
    },
  };
}

function happen(plan: SagaPlan, point: Point, happening: Happening): Point {
  switch (happening.type) {
    case 'outcome':
      if (happening.isExpected) assertAsked(point, happening.signal);
      return proceed(plan, point, [happening.signal]);
    case 'signal':
      return proceed(plan, point, [happening.signal]);
    case 'passes':
      return proceed(plan, { ...point, now: point.now + happening.ms }, []);
    case 'asked':
      return proceed(plan, { ...point, state: { ...point.state, ...happening.change } }, []);
    default:
      return assertNever(happening);
  }
}

/** While a call is under way only its outcome, or the loss of its worker, moves the saga. */
function proceed(plan: SagaPlan, point: Point, signals: readonly Signal[]): Point {
  const advanced = advance(plan, point.state, signals, { now: point.now, random: NO_JITTER });
  const isUnderWay = point.next.do === 'run' || point.next.do === 'compensate';
  const isIdle = isUnderWay && advanced.events.length === 0;
  return isIdle ? point : { ...point, state: advanced.state, next: advanced.next };
}

const CALLS = { ran: 'run', looked: 'reconcile', compensated: 'compensate' } as const;

function assertAsked(point: Point, signal: Extract<Signal, { readonly outcome: unknown }>): void {
  const made = { do: CALLS[signal.type], step: signal.step };
  assert.ok(isDeepStrictEqual(point.next, made), `the saga did not ${made.do} ${made.step}: ${JSON.stringify(seen(point))}`);
}

function seen({ state, next, now }: Point): Expectation {
  if (hasEnded(state.status)) return { do: 'end', status: state.status };
  if (next.do !== 'wait') return next;
  return { do: 'wait', ms: next.until === null ? null : next.until - now, waitingFor: next.waitingFor };
}

function answered(signal: Extract<Signal, { readonly outcome: unknown }>, isExpected = true): Happening {
  return { type: 'outcome', signal, isExpected };
}
