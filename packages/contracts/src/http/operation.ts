/** States of an operation, as `GET /operations/{id}` shows them. */
export const OPERATION_STATES = [
  'accepted',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'needs_attention',
  'cancelled',
] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

const FINAL: ReadonlySet<OperationState> = new Set(['succeeded', 'failed', 'needs_attention', 'cancelled']);

export const isFinal = (state: OperationState): boolean => FINAL.has(state);

/** RFC 9457 problem document. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: string;
  readonly request_id: string;
  readonly retryable: boolean;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** Answer of POST /meta/orchestrate/run. */
export interface OrchestrationResult {
  readonly request_id: string;
  readonly social_account_id: string;
  readonly clip_id: string;
  readonly overall_success: boolean;
  readonly started_at: string;
  readonly completed_at: string;
  readonly duration_seconds: number;
  readonly campaign_creation: CampaignCreation;
  readonly insights_sync: InsightsSyncResult | null;
  readonly errors: readonly StepFailure[];
  readonly compensation?: Compensation;
}

export interface CampaignCreation {
  readonly campaign_db_id: string;
  readonly campaign_meta_id: string | null;
  readonly adset_db_id: string | null;
  readonly adset_meta_id: string | null;
  readonly ad_db_id: string | null;
  readonly ad_meta_id: string | null;
  readonly creative_db_id: string | null;
  readonly creative_meta_id: string | null;
  readonly ads: readonly CreatedAdView[];
  readonly status: string;
  readonly success: boolean;
  readonly error: string | null;
}

export interface CreatedAdView {
  readonly clip_id: string;
  readonly ad_db_id: string;
  readonly ad_meta_id: string;
  readonly creative_db_id: string;
  readonly creative_meta_id: string;
}

export interface InsightsSyncResult {
  readonly insights_synced: number;
  readonly date_range_start: string | null;
  readonly date_range_end: string | null;
  readonly success: boolean;
  readonly error: string | null;
}

/** What went wrong in one step, in Meta's own words. */
export interface StepFailure {
  readonly step: string;
  readonly message: string;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly blame_fields: readonly string[];
  readonly fbtrace_id: string | null;
  readonly retryable: boolean;
}

export interface Compensation {
  readonly removed: readonly { readonly level: string; readonly meta_id: string }[];
  readonly left: readonly { readonly level: string; readonly meta_id: string; readonly reason: string }[];
  readonly complete: boolean;
}
