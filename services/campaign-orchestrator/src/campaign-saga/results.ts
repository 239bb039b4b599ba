import type { AccountInfo, CampaignPlan } from '@mao/graph-api';

/** Results of the finished steps, by step name. */
export interface CampaignResults {
  readonly check: CheckResult;
  readonly campaign: CreatedObject;
  readonly ad_set: CreatedObject;
  readonly verify: null;
  readonly activate: { readonly activatedAt: string };
  readonly [creative: `creative_${number}`]: CreatedObject;
  readonly [ad: `ad_${number}`]: CreatedObject;
}

export interface CheckResult {
  readonly adAccountId: string;
  readonly currency: string;
  readonly timezone: string;
  readonly plan: CampaignPlan;
  /** Set when Meta was asked in this step. */
  readonly accountInfo: AccountInfo | null;
}

export interface CreatedObject {
  readonly metaId: string;
}

/** What a compensation leaves in the history. */
export interface Removal {
  readonly removed: readonly string[];
  readonly left: readonly { readonly metaId: string; readonly reason: string }[];
}
