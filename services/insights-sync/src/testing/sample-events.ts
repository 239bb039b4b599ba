import type { CampaignCreated, CampaignFailed, SocialAccountConnected } from '@mao/contracts';
import { newId } from '@mao/service-kit';

export const AD_ACCOUNT = '123';

/** A campaign of ours with ads at the fake. */
export interface RigCampaign {
  readonly campaignId: string;
  readonly campaignMetaId: string;
  readonly requestId: string;
  readonly adMetaIds: readonly string[];
}

export function socialAccountConnected(
  account: Pick<SocialAccountConnected, 'socialAccountId' | 'sealedAccessToken' | 'revision' | 'timezone'>,
): SocialAccountConnected {
  return {
    ...account,
    adAccountId: AD_ACCOUNT,
    pageId: '10',
    instagramUserId: null,
    pixelId: null,
    currency: 'USD',
    defaultCountries: ['US'],
    dailyBudgetCapCents: null,
    dsaBeneficiary: null,
    dsaPayor: null,
    paused: false,
    connectedAt: new Date(),
  };
}

export function campaignCreated(campaign: RigCampaign, socialAccountId: string): CampaignCreated {
  const { campaignId, campaignMetaId, requestId } = campaign;
  return {
    campaignId,
    campaignMetaId,
    requestId,
    socialAccountId,
    adAccountId: AD_ACCOUNT,
    currency: 'USD',
    timezone: 'UTC',
    campaignName: 'Sale',
    objective: 'OUTCOME_TRAFFIC',
    optimizationGoal: 'LINK_CLICKS',
    status: 'PAUSED',
    adsetId: newId(),
    adsetMetaId: '1',
    dailyBudgetCents: 10_000,
    lifetimeBudgetCents: null,
    ads: campaign.adMetaIds.map((adMetaId) => ({
      clipId: newId(),
      adId: newId(),
      adMetaId,
      creativeId: newId(),
      creativeMetaId: '1',
    })),
    startedAt: new Date(),
    completedAt: new Date(),
  };
}

export function campaignFailed(campaign: RigCampaign, socialAccountId: string, status: string): CampaignFailed {
  return {
    campaignId: campaign.campaignId,
    requestId: campaign.requestId,
    socialAccountId,
    status,
    reason: 'cancelled on request',
    errors: [],
    removed: [],
    left: [],
    compensationComplete: true,
    startedAt: new Date(),
    completedAt: new Date(),
  };
}
