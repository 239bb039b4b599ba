import type { Compensation, CreatedAdView, StepFailure } from '@mao/contracts';

/** How the building of a campaign ended, as its owner said. Times are ISO 8601. */
export type CampaignOutcome = CampaignBuilt | CampaignNotBuilt;

export interface CampaignBuilt {
  readonly kind: 'built';
  readonly status: string;
  readonly campaignMetaId: string;
  readonly adsetId: string;
  readonly adsetMetaId: string;
  readonly ads: readonly CreatedAdView[];
  readonly startedAt: string;
  readonly completedAt: string;
}

export interface CampaignNotBuilt {
  readonly kind: 'not_built';
  readonly state: 'failed' | 'cancelled' | 'needs_attention';
  readonly reason: string;
  readonly errors: readonly StepFailure[];
  readonly compensation: Compensation;
  readonly startedAt: string;
  readonly completedAt: string;
}
