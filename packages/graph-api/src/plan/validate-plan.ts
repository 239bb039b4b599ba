import type { AccountAccess } from '../access.ts';
import type { CallResult, GraphError } from '../errors/graph-error.ts';
import { accountNode } from '../ids.ts';
import { successResult } from '../wire/read-result.ts';
import type { Transport } from '../wire/transport.ts';
import type { CampaignPlan, StepName } from './plan.ts';

/** What Meta says of a plan before anything is made. */
export interface PlanValidation {
  readonly campaign: { readonly valid: true } | { readonly valid: false; readonly error: GraphError };
  /** The steps Meta cannot judge yet, and why. Our own rules have judged them. */
  readonly notValidated: readonly { readonly step: StepName; readonly reason: string }[];
}

const NEEDS_CAMPAIGN = 'Meta validates an ad set only against an existing campaign';
const NEEDS_AD_SET = 'Meta validates an ad only against an existing ad set and creative';
const NEEDS_MEDIA = 'Meta judges a creative when its ad is made';

const reasonOf = (level: string): string => (level === 'ad_set' ? NEEDS_CAMPAIGN : level === 'ad' ? NEEDS_AD_SET : NEEDS_MEDIA);

/**
 * Has Meta validate a plan's campaign, making nothing (`validate_only`). A definite refusal is a result; the call fails only
 * when Meta did not answer the question.
 */
export async function validatePlan(
  transport: Transport,
  access: AccountAccess,
  plan: CampaignPlan,
): Promise<CallResult<PlanValidation>> {
  const notValidated = plan.steps
    .filter(({ level }) => level !== 'campaign')
    .map(({ step, level }) => ({ step, reason: reasonOf(level) }));
  const campaign = plan.steps.find(({ level }) => level === 'campaign');
  const path = `/${accountNode(access.adAccountId)}/campaigns`;
  const params = { ...campaign?.payload, status: 'PAUSED', execution_options: ['validate_only'] };
  const answer = successResult(await transport.send(access, { method: 'POST', path, params, creating: 'campaign' }));
  if (answer.ok) return { ok: true, value: { campaign: { valid: true }, notValidated } };
  const isVerdict = answer.error.class === 'VALIDATION' || answer.error.class === 'PERMISSION' || answer.error.class === 'POLICY';
  return isVerdict && answer.error.origin === 'meta'
    ? { ok: true, value: { campaign: { valid: false, error: answer.error }, notValidated } }
    : answer;
}
