import type { CampaignStepCompleted, StepError } from '@mao/contracts';
import type { SagaError, SagaEvent, SagaTransition } from '@mao/saga';
import type { CreatedObject } from '../campaign-saga/results.ts';
import { objectOfStep } from '../domain/tree-objects.ts';
import { inputOf } from './object-changes.ts';

type StepState = 'running' | 'waiting' | 'succeeded' | 'failed' | 'compensated';

/** Which events others hear of. Starts are left out but for the first: the end of one step is the start of the next. */
function stateOf(event: SagaEvent): StepState | undefined {
  switch (event.type) {
    case 'step-started':
      return event.step === 'check' && event.attempt === 1 ? 'running' : undefined;
    case 'step-done':
      return 'succeeded';
    case 'step-rejected':
      return 'failed';
    case 'step-failed':
    case 'step-in-doubt':
    case 'step-waiting':
    case 'compensation-failed':
    case 'compensation-waiting':
      return 'waiting';
    case 'compensation-done':
      return 'compensated';
    default:
      return undefined;
  }
}

/** The steps' news of a transition. Pure. */
export function stepEvents(transition: SagaTransition): CampaignStepCompleted[] {
  // Only the newest word on each step: the ones before it share its commit.
  const newest = new Map<string, CampaignStepCompleted>();
  for (const event of transition.events) {
    const state = stateOf(event);
    if (state !== undefined && 'step' in event) newest.set(event.step, stepEvent(transition, event.step, state));
  }
  return [...newest.values()];
}

function stepEvent(transition: SagaTransition, name: string, state: StepState): CampaignStepCompleted {
  const { saga } = transition;
  const position = saga.steps.findIndex((step) => step.name === name);
  const step = saga.steps[position];
  const object = objectOfStep(saga.id, inputOf(transition), name);
  return {
    campaignId: saga.id,
    requestId: inputOf(transition).request.requestId,
    step: name,
    position,
    state,
    attempts: step?.attempts ?? 0,
    startedAt: step?.startedAt ?? null,
    endedAt: step?.endedAt ?? null,
    level: object?.level ?? null,
    metaId: metaIdOf(step?.result),
    waitingFor: state === 'waiting' ? (step?.waitingFor ?? 'the next try') : null,
    nextRetryAt: state === 'waiting' ? (step?.nextRetryAt ?? null) : null,
    error: step?.error ? stepError(name, step.error) : null,
  };
}

const metaIdOf = (result: unknown): string | null => ((result ?? {}) as Partial<CreatedObject>).metaId ?? null;

const INTERNAL = 'Something went wrong on our side; the log of the operator has the details.';

/** The words of Meta and our own refusals are for callers; the message of a thrown error is for operators only. */
export const publicMessage = (error: SagaError): string => (error.details?.['threw'] === true ? INTERNAL : error.message);

/** A saga's error as others read it. */
export function stepError(step: string, error: SagaError): StepError {
  const details = error.details ?? {};
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return {
    step,
    message: publicMessage(error),
    code: number(details['code']),
    subcode: number(details['subcode']),
    blameFields: Array.isArray(details['blame_fields']) ? details['blame_fields'].map(String) : [],
    fbtraceId: typeof details['fbtrace_id'] === 'string' ? details['fbtrace_id'] : null,
    retryable: details['retryable'] === true,
  };
}
