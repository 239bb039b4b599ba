import type { GraphFields } from '../json.ts';
import type { PlanStep, StepIds } from './plan.ts';

/** A step was asked for before the steps it stands on: a programmer's error. */
export class MissingParentError extends Error {
  readonly code = 'graph-missing-parent';
  constructor(step: string, parent: string) {
    super(`step ${step} needs the id of ${parent}`);
    this.name = 'MissingParentError';
  }
}

function idOf(step: PlanStep, ids: StepIds, parent: keyof StepIds): string {
  const id = ids[parent];
  if (id === undefined) throw new MissingParentError(step.step, parent);
  return id;
}

/** The fields of one step with its parents' ids filled in. @throws MissingParentError */
export function payloadFor(step: PlanStep, ids: StepIds): GraphFields {
  switch (step.level) {
    case 'campaign':
    case 'creative':
      return step.payload;
    case 'ad_set':
      return { ...step.payload, campaign_id: idOf(step, ids, 'campaign') };
    case 'ad': {
      const creativeStep = step.step.replace('ad_', 'creative_') as keyof StepIds;
      return {
        ...step.payload,
        adset_id: idOf(step, ids, 'ad_set'),
        creative: { creative_id: idOf(step, ids, creativeStep) },
      };
    }
  }
}
