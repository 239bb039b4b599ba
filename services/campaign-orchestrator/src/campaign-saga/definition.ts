import { defineSaga, type SagaDefinition } from '@mao/saga';
import { activateStep } from './activate.ts';
import { checkStep } from './check.ts';
import { createStep } from './create-step.ts';
import { creativeStep } from './creative-step.ts';
import type { CampaignDeps } from './deps.ts';
import type { CampaignInput } from './input.ts';
import type { CampaignResults } from './results.ts';
import { retryPolicies } from './retry-policies.ts';
import { verifyStep } from './verify.ts';

export const CAMPAIGN_SAGA = 'campaign';

/** Check → campaign → ad set → creatives → ads → verify → activate. Everything before activation is undone when it cannot be finished. */
export function campaignSaga(
  policy: Pick<CampaignDeps, 'maxAttempts' | 'retryBaseMs'>,
): SagaDefinition<CampaignInput, CampaignDeps> {
  const retries = retryPolicies(policy);
  return defineSaga<CampaignInput, CampaignDeps, CampaignResults>({ type: CAMPAIGN_SAGA, version: 1 })
    .compensatable({ ...checkStep, ...retries })
    .compensatable(createStep('campaign', policy))
    .compensatable(createStep('ad_set', policy))
    .compensatableEach((input) => input.ads.map((_ad, index) => creativeStep(`creative_${index + 1}`, policy)))
    .compensatableEach((input) => input.ads.map((_ad, index) => createStep(`ad_${index + 1}`, policy)))
    .compensatable({ ...verifyStep, ...retries })
    .pivot({ ...activateStep, retry: retries.retry })
    .build();
}
