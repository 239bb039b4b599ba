import type { StepError, StepFailure } from '@mao/contracts';

/** A step's error as the HTTP contract spells it. */
export const toStepFailure = (error: StepError): StepFailure => ({
  step: error.step,
  message: error.message,
  code: error.code,
  subcode: error.subcode,
  blame_fields: error.blameFields,
  fbtrace_id: error.fbtraceId,
  retryable: error.retryable,
});
