import { done, type ForwardStep, failed } from '@mao/saga';
import { accessOf } from './access.ts';
import { CREATE_DEADLINE_MS } from './create-step.ts';
import type { CampaignDeps } from './deps.ts';
import type { CampaignInput } from './input.ts';
import { repeatable, TOKEN_MISSING } from './outcomes.ts';
import type { CampaignResults } from './results.ts';
import { createdIds } from './step-object.ts';

/**
 * The pivot: ads, then the ad set, the campaign last, so that a failure midway serves nothing. Setting a status asserts a
 * state and may be repeated. Until the campaign itself is ACTIVE nothing can spend, so a refusal before that leaves nothing.
 */
export const activateStep: ForwardStep<CampaignInput, CampaignDeps, CampaignResults, 'activate'> = {
  name: 'activate',
  deadlineMs: CREATE_DEADLINE_MS,
  when: (input) => input.request.autoPublish,
  async run(ctx) {
    const access = await accessOf(ctx);
    if (access === undefined) return failed(TOKEN_MISSING);
    const { campaign, ad_set: adSet, ...others } = createdIds(ctx.results);
    const ads = Object.entries(others).flatMap(([name, id]) => (name.startsWith('ad_') ? [id] : []));
    const answer = await ctx.deps.graph.setStatuses(access, [...ads, adSet, campaign].map(String), 'ACTIVE');
    if (!answer.ok) return repeatable(answer.error);
    return done({ activatedAt: ctx.now().toISOString() });
  },
};
