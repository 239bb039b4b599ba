import type { GraphFields } from '../json.ts';
import type { CampaignPlan, PlanResult, PlanStep, StepName } from '../plan/plan.ts';
import { planCampaign } from '../plan/plan-campaign.ts';
import type { PlanSettings } from '../plan/plan-settings.ts';
import type { PlanAccount, PlanClip, RunRequest } from '../plan/run-request.ts';

/** The time the fixtures are planned at. */
export const NOW = new Date('2026-11-23T12:00:00Z');

/** The example body of POST /meta/orchestrate/run. */
export const runRequest: RunRequest = {
  clip_id: 'clip-1',
  campaign_name: 'Summer Sale 2025',
  campaign_objective: 'OUTCOME_SALES',
  daily_budget_cents: 10_000,
  creative_title: 'Amazing Product',
  creative_description: 'Get 50% off',
  landing_url: 'https://example.com/sale',
  targeting: { age_min: 18, age_max: 65, genders: [1, 2] },
  optimization_goal: 'LINK_CLICKS',
};

export const planAccount: PlanAccount = {
  adAccountId: '123',
  pageId: '10',
  pixelId: '20',
  currency: 'USD',
  defaultCountries: ['US'],
};

const clip = (clipId: string): PlanClip => ({
  clipId,
  title: `Clip ${clipId}`,
  videoUrl: `https://cdn.example.com/${clipId}.mp4`,
  thumbnailUrl: `https://cdn.example.com/${clipId}.jpg`,
});

const planClips: readonly PlanClip[] = [clip('clip-1'), clip('clip-2')];

interface Change {
  readonly request?: Partial<RunRequest>;
  readonly account?: Partial<PlanAccount>;
  readonly settings?: Partial<PlanSettings>;
  /** The video of every clip. */
  readonly videoId?: string;
}

/** The plan of the documented request with some of it changed. */
export const planOf = ({ request, account, settings, videoId }: Change = {}): PlanResult => {
  const clips = planClips.map((one) => ({ ...one, metaVideoId: videoId ?? null }));
  return planCampaign({ ...runRequest, ...request }, { ...planAccount, ...account }, clips, {
    now: NOW,
    ...(settings && { settings }),
  });
};

/** A plan that must be legal. */
export function planned(change: Change = {}): CampaignPlan {
  const result = planOf(change);
  if (!result.ok) throw new Error(JSON.stringify(result.violations));
  return result.plan;
}

/** The broken rules as `code pointer`, none when the plan is legal. */
export function refused(change: Change): string[] {
  const result = planOf(change);
  return result.ok ? [] : result.violations.map(({ code, pointer }) => `${code} ${pointer}`);
}

export function stepOf(plan: CampaignPlan, name: StepName): PlanStep {
  const found = plan.steps.find(({ step }) => step === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
}

export const adSetOf = (change: Change): GraphFields => stepOf(planned(change), 'ad_set').payload;
