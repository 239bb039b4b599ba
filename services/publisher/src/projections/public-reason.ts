import type { SagaError } from '@mao/saga';

const INTERNAL = 'Something went wrong on our side; the log of the operator has the details.';
const IN_DOUBT =
  'It could not be found out whether the clip was published: look at the account on Instagram before publishing it by hand.';

/** The words of Meta and our own refusals are for callers; any other message is for operators only. Pure. */
export function publicReason(error: SagaError | null): string {
  if (error === null) return INTERNAL;
  if (error.code === 'step-deadline-passed') return deadlineReason(error);
  return error.details?.['isPublic'] === true ? error.message : INTERNAL;
}

/** What it had waited for says more than that it took too long. */
function deadlineReason({ details }: SagaError): string {
  const waitingFor = details?.['waitingFor'];
  if (typeof waitingFor === 'string') return `Gave up waiting for ${waitingFor}.`;
  const lastError = details?.['lastError'];
  return isError(lastError) ? publicReason(lastError) : 'It was not done in time.';
}

const isError = (value: unknown): value is SagaError =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value;

/** As `publicReason`, for an end. `isInDoubt`: the clip may be public after all. */
export const failureReason = (error: SagaError | null, isInDoubt: boolean): string =>
  isInDoubt ? `${IN_DOUBT} ${publicReason(error)}` : publicReason(error);
