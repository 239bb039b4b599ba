import { assertNever, backoffMs } from '@mao/service-kit';
import type { PlannedStep, SagaPlan } from './definition.ts';
import { canBeWoken } from './evolve.ts';
import type { ReconcileOutcome, SagaError, StepOutcome } from './outcome.ts';
import type { SagaEvent } from './saga-event.ts';
import type { SagaState, StepState } from './saga-state.ts';
import { DEFAULT_COMPENSATE_RETRY, DEFAULT_RETRY, MAX_UNSETTLED_LOOKS, MIN_WAIT_MS } from './settings.ts';
import type { RetryPolicy } from './step.ts';

/** Time and chance come in as arguments. */
export interface Moment {
  /** Epoch milliseconds of the database's clock. */
  readonly now: number;
  /** In [0, 1), for jitter. */
  readonly random: number;
}

/** Something a saga must take note of. */
export type Signal =
  | { readonly type: 'ran'; readonly step: string; readonly outcome: StepOutcome }
  | { readonly type: 'looked'; readonly step: string; readonly outcome: ReconcileOutcome }
  | { readonly type: 'compensated'; readonly step: string; readonly outcome: StepOutcome }
  /** The worker that had a call under way is gone; its outcome will never be known. */
  | { readonly type: 'interrupted' }
  | { readonly type: 'resumed' }
  | { readonly type: 'woken' };

const INTERRUPTED: SagaError = { code: 'interrupted', message: 'the worker was lost before the outcome was recorded' };

/**
 * What a signal means for a saga. Pure. An outcome that nobody waits for (a duplicate, a late or a foreign one) means
 * nothing: no event.
 */
export function react(plan: SagaPlan, state: SagaState, signal: Signal, moment: Moment): readonly SagaEvent[] {
  switch (signal.type) {
    case 'ran':
    case 'looked':
    case 'compensated':
      return reactToOutcome(plan, state, signal, moment);
    case 'interrupted':
      return interrupted(plan, state, moment);
    case 'resumed':
      return state.status === 'needs_attention'
        ? [{ type: 'resumed', at: moment.now, deadlines: freshDeadlines(plan, moment) }]
        : [];
    case 'woken':
      return state.steps.some(canBeWoken) ? [{ type: 'woken', at: moment.now }] : [];
    default:
      return assertNever(signal);
  }
}

interface Subject extends Moment {
  readonly planned: PlannedStep;
  readonly step: StepState;
  readonly isForward: boolean;
}

function reactToOutcome(
  plan: SagaPlan,
  state: SagaState,
  signal: Extract<Signal, { readonly outcome: unknown }>,
  moment: Moment,
): readonly SagaEvent[] {
  const position = state.steps.findIndex((step) => step.name === signal.step);
  const step = state.steps[position];
  const planned = plan[position];
  if (!step || !planned || state.status === 'needs_attention') return [];
  const subject: Subject = { ...moment, planned, step, isForward: state.heading === 'completed' };
  switch (signal.type) {
    case 'ran':
      return step.state === 'running' ? [afterRun(subject, signal.outcome)] : [];
    case 'looked':
      return step.mayExist && step.state !== 'running' ? [afterLook(subject, signal.outcome)] : [];
    case 'compensated':
      return step.compensation === 'running' ? [afterCompensation(subject, signal.outcome)] : [];
    default:
      return assertNever(signal);
  }
}

function afterRun(subject: Subject, outcome: StepOutcome): SagaEvent {
  const { step, now } = subject;
  const of = { step: step.name, at: now };
  switch (outcome.type) {
    case 'done':
      return { ...of, type: 'step-done', result: outcome.result, adopted: false };
    case 'rejected':
      return { ...of, type: 'step-rejected', error: outcome.error, mayExist: step.mayExist };
    case 'failed':
      return triedInVain(subject, outcome, step.mayExist);
    case 'unknown':
      return doubtful(subject, outcome);
    case 'waiting':
      return {
        ...of,
        type: 'step-waiting',
        reason: outcome.reason,
        until: instant(outcome.until, now),
        mayExist: step.mayExist || !outcome.withoutEffect,
      };
    default:
      return assertNever(outcome);
  }
}

function doubtful(subject: Subject, outcome: Extract<StepOutcome, { type: 'unknown' }>): SagaEvent {
  const { step, planned, now } = subject;
  const of = { step: step.name, at: now };
  const lookAt = now + (outcome.retryAfterMs ?? 0);
  if (planned.step.reconcile)
    return { ...of, type: 'step-in-doubt', error: outcome.error, lookAt, waitingFor: outcome.waitingFor ?? null };
  if (outcome.waitingFor === undefined) return triedInVain(subject, outcome, true);
  return { ...of, type: 'step-waiting', reason: outcome.waitingFor, until: Math.max(now + MIN_WAIT_MS, lookAt), mayExist: true };
}

function triedInVain(subject: Subject, outcome: { error: SagaError; retryAfterMs?: number }, mayExist: boolean): SagaEvent {
  const { step, planned, now } = subject;
  const of = { step: step.name, at: now, error: outcome.error, mayExist };
  const policy = planned.step.retry ?? DEFAULT_RETRY;
  if (step.attempts >= policy.maxAttempts) return { ...of, type: 'step-rejected' };
  return { ...of, type: 'step-failed', retryAt: now + (outcome.retryAfterMs ?? pause(policy, step.attempts, subject)) };
}

function afterLook(subject: Subject, outcome: ReconcileOutcome): SagaEvent {
  const { step, now } = subject;
  const of = { step: step.name, at: now };
  switch (outcome.type) {
    case 'found':
      return { ...of, type: 'step-done', result: outcome.result, adopted: true };
    case 'absent':
      return seenAbsent(subject);
    case 'look-again': {
      const error = { code: 'never-settled', message: `step ${step.name} stayed in doubt after ${step.looks + 1} looks` };
      if (mustEnd(subject) && step.looks + 1 >= MAX_UNSETTLED_LOOKS) return { ...of, type: 'attention-needed', error };
      return { ...of, type: 'look-unsettled', lookAt: now + Math.max(MIN_WAIT_MS, outcome.afterMs), reason: null };
    }
    case 'waiting':
      return { ...of, type: 'look-unsettled', lookAt: instant(outcome.until, now), reason: outcome.reason };
    case 'failed':
      return lookedInVain(subject, outcome);
    case 'conflict':
      return { ...of, type: 'attention-needed', error: outcome.error };
    default:
      return assertNever(outcome);
  }
}

function seenAbsent(subject: Subject): SagaEvent {
  const { step, planned, now } = subject;
  const policy = planned.step.retry ?? DEFAULT_RETRY;
  const of = { step: step.name, at: now };
  if (subject.isForward && step.attempts >= policy.maxAttempts) {
    const error = step.error ?? { code: 'never-done', message: `step ${step.name} had no effect` };
    return { ...of, type: 'step-rejected', error, mayExist: false };
  }
  return { ...of, type: 'step-absent', retryAt: now + pause(policy, step.attempts, subject) };
}

function lookedInVain(subject: Subject, outcome: { error: SagaError; retryAfterMs?: number }): SagaEvent {
  const { step, planned, now } = subject;
  const of = { step: step.name, at: now, error: outcome.error };
  const failures = step.lookFailures + 1;
  if (mustEnd(subject) && failures >= compensateRetry(planned).maxAttempts) return { ...of, type: 'attention-needed' };
  const policy = planned.step.retry ?? DEFAULT_RETRY;
  return { ...of, type: 'look-failed', lookAt: now + (outcome.retryAfterMs ?? pause(policy, failures, subject)) };
}

/** Going forward the deadline ends the looking; behind it, and on the way back, only the number of looks can. */
function mustEnd({ isForward, step, now }: Subject): boolean {
  return !isForward || (step.deadlineAt !== null && step.deadlineAt <= now);
}

function afterCompensation(subject: Subject, outcome: StepOutcome): SagaEvent {
  const { step, planned, now } = subject;
  const of = { step: step.name, at: now };
  switch (outcome.type) {
    case 'done':
      return { ...of, type: 'compensation-done', result: outcome.result };
    case 'rejected':
      return { ...of, type: 'attention-needed', error: outcome.error };
    case 'failed':
    case 'unknown': {
      const policy = compensateRetry(planned);
      if (step.compensationAttempts >= policy.maxAttempts) return { ...of, type: 'attention-needed', error: outcome.error };
      const retryAt = now + (outcome.retryAfterMs ?? pause(policy, step.compensationAttempts, subject));
      return { ...of, type: 'compensation-failed', error: outcome.error, retryAt };
    }
    case 'waiting':
      return { ...of, type: 'compensation-waiting', reason: outcome.reason, until: instant(outcome.until, now) };
    default:
      return assertNever(outcome);
  }
}

function interrupted(plan: SagaPlan, state: SagaState, moment: Moment): readonly SagaEvent[] {
  const step = state.steps.find(({ state: name, compensation }) => name === 'running' || compensation === 'running');
  if (!step) return [];
  const outcome: StepOutcome = { type: 'unknown', error: INTERRUPTED, retryAfterMs: 0 };
  const type = step.state === 'running' ? 'ran' : 'compensated';
  return reactToOutcome(plan, state, { type, step: step.name, outcome }, moment);
}

function compensateRetry(planned: PlannedStep): RetryPolicy {
  return (planned.kind === 'compensatable' ? planned.step.compensateRetry : undefined) ?? DEFAULT_COMPENSATE_RETRY;
}

function pause(policy: RetryPolicy, attempt: number, { random }: Moment): number {
  return backoffMs(policy.backoff, attempt, random);
}

function instant(until: number | Date, now: number): number {
  return Math.max(now + MIN_WAIT_MS, typeof until === 'number' ? now + until : until.getTime());
}

function freshDeadlines(plan: SagaPlan, { now }: Moment): Record<string, number> {
  return Object.fromEntries(plan.map(({ step }) => [step.name, now + step.deadlineMs]));
}
