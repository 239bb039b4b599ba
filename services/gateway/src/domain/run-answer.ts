import type { CampaignCreation, InsightsSyncResult, OperationState, OrchestrationResult } from '@mao/contracts';
import type { CampaignBuilt, CampaignNotBuilt, CampaignOutcome } from './campaign-outcome.ts';

export interface RunFacts {
  readonly operationId: string;
  readonly campaignId: string;
  readonly socialAccountId: string;
  readonly clipId: string;
  readonly campaign: CampaignOutcome | null;
  readonly insights: InsightsSyncResult | null;
  /** When the later of both became known. */
  readonly now: Date;
}

export interface RunAnswer {
  readonly state: OperationState;
  readonly result: OrchestrationResult;
}

/**
 * The answer of a run, once everything it waits for is known: a tree that could not be built ends the run at once, a
 * built one waits for its first insights sync. The two may become known in either order: they come from two topics.
 */
export function runAnswer(facts: RunFacts): RunAnswer | undefined {
  const { campaign, insights } = facts;
  if (campaign === null) return undefined;
  if (campaign.kind === 'not_built') return { state: campaign.state, result: notBuilt(facts, campaign) };
  if (insights === null) return undefined;
  return { state: 'succeeded', result: built(facts, campaign, insights) };
}

function built(facts: RunFacts, campaign: CampaignBuilt, insights: InsightsSyncResult): OrchestrationResult {
  const first = campaign.ads[0];
  return {
    ...frame(facts, campaign.startedAt, facts.now),
    overall_success: true,
    campaign_creation: {
      campaign_db_id: facts.campaignId,
      campaign_meta_id: campaign.campaignMetaId,
      adset_db_id: campaign.adsetId,
      adset_meta_id: campaign.adsetMetaId,
      ad_db_id: first?.ad_db_id ?? null,
      ad_meta_id: first?.ad_meta_id ?? null,
      creative_db_id: first?.creative_db_id ?? null,
      creative_meta_id: first?.creative_meta_id ?? null,
      ads: campaign.ads,
      status: campaign.status,
      success: true,
      error: null,
    },
    insights_sync: insights,
    errors: [],
  };
}

function notBuilt(facts: RunFacts, campaign: CampaignNotBuilt): OrchestrationResult {
  return {
    ...frame(facts, campaign.startedAt, new Date(campaign.completedAt)),
    overall_success: false,
    campaign_creation: { ...nothingCreated(facts.campaignId), status: campaign.state.toUpperCase(), error: campaign.reason },
    insights_sync: null,
    errors: campaign.errors,
    compensation: campaign.compensation,
  };
}

function nothingCreated(campaignId: string): Omit<CampaignCreation, 'status' | 'error'> {
  return {
    campaign_db_id: campaignId,
    campaign_meta_id: null,
    adset_db_id: null,
    adset_meta_id: null,
    ad_db_id: null,
    ad_meta_id: null,
    creative_db_id: null,
    creative_meta_id: null,
    ads: [],
    success: false,
  };
}

function frame(facts: RunFacts, startedAt: string, end: Date) {
  const durationMs = Math.max(0, end.getTime() - new Date(startedAt).getTime());
  return {
    request_id: facts.operationId,
    social_account_id: facts.socialAccountId,
    clip_id: facts.clipId,
    started_at: startedAt,
    completed_at: end.toISOString(),
    duration_seconds: Math.round(durationMs) / 1000,
  };
}
