// Generated from schemas/ by `npm run generate`. Do not edit: change or add a schema and generate again.

/** A clip went live on a social account and may be promoted. */
export interface ClipPublished {
  readonly clipId: string;
  readonly socialAccountId: string;
  readonly title: string;
  readonly videoUrl: string;
  readonly thumbnailUrl: string;
  /** milliseconds */
  readonly durationMs: number;
  readonly publishedAt: Date;
}

/** The clip is gone: no new campaign may use it. */
export interface ClipWithdrawn {
  readonly clipId: string;
  readonly socialAccountId: null | string;
  readonly withdrawnAt: Date;
}

/** Full state of a connected account; the newest one per key counts. */
export interface SocialAccountConnected {
  readonly socialAccountId: string;
  /** digits, without act_ */
  readonly adAccountId: string;
  readonly pageId: string;
  readonly instagramUserId: null | string;
  readonly pixelId: null | string;
  /** ISO 4217 */
  readonly currency: string;
  /** IANA name */
  readonly timezone: string;
  /** ISO 3166-1 alpha-2 */
  readonly defaultCountries: readonly string[];
  /** AES-256-GCM ciphertext, associated data = socialAccountId; never the token in clear */
  readonly sealedAccessToken: string;
  readonly dailyBudgetCapCents: null | number;
  readonly dsaBeneficiary: null | string;
  readonly dsaPayor: null | string;
  /** counts the PUTs; a lower one is older */
  readonly revision: number;
  readonly connectedAt: Date;
  /** the kill switch: nothing new starts, and what runs at Meta is paused */
  readonly paused: boolean;
}

/** No new work for this account. */
export interface SocialAccountDisconnected {
  readonly socialAccountId: string;
  readonly revision: number;
  readonly disconnectedAt: Date;
}

export interface RequestedCreative {
  readonly clipId: string;
  readonly title: string;
  readonly description: null | string;
  readonly landingUrl: string;
}

/** Someone asked for a campaign; the gateway has accepted and validated it. */
export interface CampaignRequested {
  readonly campaignId: string;
  /** operation id, also the correlation id */
  readonly requestId: string;
  readonly socialAccountId: string;
  /** subject of the token */
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly campaignName: string;
  /** one of the six OUTCOME_* */
  readonly objective: string;
  readonly optimizationGoal: string;
  /** minor units of the account currency */
  readonly dailyBudgetCents: null | number;
  readonly lifetimeBudgetCents: null | number;
  readonly startTime: null | Date;
  readonly endTime: null | Date;
  readonly callToAction: string;
  readonly specialAdCategories: readonly string[];
  /** targeting as sent, JSON text */
  readonly targetingJson: string;
  readonly autoPublish: boolean;
  /** the first one is the flat one of the request */
  readonly creatives: readonly RequestedCreative[];
}

/** Undo the campaign if it is not finished. */
export interface CampaignCancelRequested {
  readonly campaignId: string;
  readonly requestId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** Try again what needed attention. */
export interface CampaignResumeRequested {
  readonly campaignId: string;
  readonly requestId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

export interface StepError {
  readonly step: string;
  /** in Meta's words where Meta spoke */
  readonly message: string;
  readonly code: null | number;
  readonly subcode: null | number;
  readonly blameFields: readonly string[];
  readonly fbtraceId: null | string;
  readonly retryable: boolean;
}

/** One saga step changed its state. */
export interface CampaignStepCompleted {
  readonly campaignId: string;
  readonly requestId: string;
  readonly step: string;
  readonly position: number;
  /** running | waiting | succeeded | failed | compensated */
  readonly state: string;
  readonly attempts: number;
  readonly startedAt: null | Date;
  readonly endedAt: null | Date;
  /** campaign | adset | creative | ad */
  readonly level: null | string;
  readonly metaId: null | string;
  readonly waitingFor: null | string;
  readonly nextRetryAt: null | Date;
  readonly error: null | StepError;
}

export interface CreatedAd {
  readonly clipId: string;
  /** our id */
  readonly adId: string;
  readonly adMetaId: string;
  /** our id */
  readonly creativeId: string;
  readonly creativeMetaId: string;
}

/** The whole tree exists at Meta and was verified. */
export interface CampaignCreated {
  readonly campaignId: string;
  readonly requestId: string;
  readonly socialAccountId: string;
  readonly adAccountId: string;
  readonly currency: string;
  readonly timezone: string;
  readonly campaignName: string;
  readonly objective: string;
  readonly optimizationGoal: string;
  /** PAUSED | ACTIVE */
  readonly status: string;
  readonly campaignMetaId: string;
  readonly adsetId: string;
  readonly adsetMetaId: string;
  readonly dailyBudgetCents: null | number;
  readonly lifetimeBudgetCents: null | number;
  readonly ads: readonly CreatedAd[];
  readonly startedAt: Date;
  readonly completedAt: Date;
}

export interface MetaObject {
  readonly level: string;
  readonly metaId: string;
}

export interface LeftObject {
  readonly level: string;
  readonly metaId: string;
  readonly reason: string;
}

/** The tree could not be built, or was cancelled; what was made has been removed as far as said here. */
export interface CampaignFailed {
  readonly campaignId: string;
  readonly requestId: string;
  readonly socialAccountId: string;
  /** failed | cancelled | needs_attention */
  readonly status: string;
  /** a sentence */
  readonly reason: string;
  readonly errors: readonly StepError[];
  readonly removed: readonly MetaObject[];
  readonly left: readonly LeftObject[];
  readonly compensationComplete: boolean;
  readonly startedAt: Date;
  readonly completedAt: Date;
}

/** Ads, ad set and campaign are ACTIVE. */
export interface CampaignActivated {
  readonly campaignId: string;
  readonly requestId: string;
  readonly socialAccountId: string;
  readonly activatedAt: Date;
}

/** The owner refuses a request; becomes the problem answer. */
export interface RequestRejected {
  readonly requestId: string;
  readonly aggregateId: string;
  /** problem code */
  readonly code: string;
  readonly httpStatus: number;
  readonly detail: string;
  /** JSON pointer into the request */
  readonly pointer: null | string;
}

/** Someone asked for fresh results of an account. */
export interface InsightsSyncRequested {
  readonly requestId: string;
  readonly socialAccountId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

export interface InsightsRow {
  /** our id */
  readonly adId: string;
  readonly adMetaId: string;
  /** day of the ad account's time zone */
  readonly date: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly inlineLinkClicks: number;
  readonly spendCents: number;
  readonly conversions: null | number;
  readonly revenueCents: null | number;
  readonly reach: null | number;
  readonly attributionSetting: string;
}

/** The rows of one campaign's ads that are new or have changed. */
export interface InsightsSynced {
  readonly campaignId: string;
  readonly socialAccountId: string;
  readonly syncRunId: string;
  readonly currency: string;
  readonly timezone: string;
  readonly rows: readonly InsightsRow[];
  readonly syncedAt: Date;
}

/** One sync run ended, well or not. */
export interface InsightsSyncCompleted {
  readonly syncRunId: string;
  readonly socialAccountId: string;
  /** set when only this campaign was synced */
  readonly campaignId: null | string;
  /** operations that wait for this run */
  readonly requestIds: readonly string[];
  /** campaign_created | request | schedule */
  readonly trigger: string;
  readonly success: boolean;
  readonly rowsSynced: number;
  readonly rowsChanged: number;
  readonly dateRangeStart: null | string;
  readonly dateRangeEnd: null | string;
  readonly error: null | string;
  readonly startedAt: Date;
  readonly completedAt: Date;
}

/** A person should look at something. */
export interface AlertRaised {
  readonly alertId: string;
  readonly socialAccountId: string;
  readonly kind: string;
  /** info | warning | critical */
  readonly severity: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly message: string;
  readonly whatToDo: string;
  readonly raisedAt: Date;
}

/** The cause of an alert is gone. */
export interface AlertResolved {
  readonly alertId: string;
  readonly socialAccountId: string;
  readonly resolvedAt: Date;
  readonly reason: string;
}

export interface TestVariant {
  readonly clipId: string;
  /** our id */
  readonly adId: string;
}

/** Someone asked for an A/B test over ads of one campaign. */
export interface AbTestRequested {
  readonly abTestId: string;
  readonly requestId: string;
  readonly campaignId: string;
  readonly socialAccountId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly testName: string;
  readonly variants: readonly TestVariant[];
  /** subset of ctr, cpc, roas, engagement */
  readonly metrics: readonly string[];
  /** per variant */
  readonly minImpressions: number;
  readonly minDurationHours: number;
  readonly startTime: Date;
  readonly primaryMetric: string;
  /** inline_link_clicks | clicks */
  readonly clickField: string;
  /** lift worth detecting, 0.2 = 20 % */
  readonly minimumEffect: number;
  readonly horizonDays: number;
  /** social account to publish a clear winner to */
  readonly autoPublishTo: null | string;
}

/** Judge the test now. */
export interface AbTestEvaluationRequested {
  readonly abTestId: string;
  readonly requestId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly force: boolean;
  readonly reasonForForce: null | string;
}

/** End the test without a verdict. */
export interface AbTestArchiveRequested {
  readonly abTestId: string;
  readonly requestId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** The evaluator has taken the test up. */
export interface AbTestCreated {
  readonly abTestId: string;
  readonly requestId: string;
  readonly campaignId: string;
  readonly socialAccountId: string;
  readonly testName: string;
  readonly status: string;
  /** observational | split_test */
  readonly design: string;
  readonly variants: readonly TestVariant[];
  readonly metrics: readonly string[];
  readonly minImpressions: number;
  readonly minDurationHours: number;
  readonly startTime: Date;
  readonly primaryMetric: string;
  readonly clickField: string;
  readonly minimumEffect: number;
  readonly horizonDays: number;
  readonly autoPublishTo: null | string;
  /** JSON text: what can be detected with the given budget, and warnings */
  readonly detectableEffectJson: string;
  readonly createdAt: Date;
}

/** The test was judged on new data. */
export interface AbTestEvaluated {
  readonly abTestId: string;
  /** operations that wait for this evaluation */
  readonly requestIds: readonly string[];
  /** active | completed | needs_more_data */
  readonly status: string;
  readonly success: boolean;
  readonly reason: null | string;
  readonly winnerClipId: null | string;
  readonly winnerAdId: null | string;
  readonly winnerDecidedAt: null | Date;
  readonly inputHash: string;
  /** JSON text: metrics_snapshot, statistical_results, composite_scores, verdict */
  readonly resultJson: string;
  readonly evaluatedAt: Date;
}

/** Asked to judge again on the same data: the result is the one told before. */
export interface AbTestEvaluationRepeated {
  readonly abTestId: string;
  readonly requestId: string;
  readonly inputHash: string;
  readonly repeatedAt: Date;
}

/** The test has a winner; told once. */
export interface WinnerSelected {
  readonly abTestId: string;
  readonly campaignId: string;
  readonly socialAccountId: string;
  readonly clipId: string;
  /** our id */
  readonly adId: string;
  readonly isForced: boolean;
  readonly isEarly: boolean;
  readonly design: string;
  readonly mayAutoPublish: boolean;
  readonly autoPublishTo: null | string;
  /** JSON text */
  readonly winnerMetricsJson: string;
  readonly decidedAt: Date;
}

/** No further evaluation or publishing. */
export interface AbTestArchived {
  readonly abTestId: string;
  readonly requestId: string;
  readonly archivedAt: Date;
}

/** Publish the winner of a test to an account. */
export interface WinnerPublishRequested {
  readonly abTestId: string;
  readonly requestId: string;
  readonly socialAccountId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** A publication is recorded and will be carried out; also the answer to a repeated request. */
export interface PublishQueued {
  readonly publishLogId: string;
  readonly requestId: null | string;
  readonly abTestId: string;
  readonly socialAccountId: string;
  readonly clipId: string;
  /** pending | processing | retry | success | failed */
  readonly status: string;
  /** ab_test_winner */
  readonly source: string;
  readonly alreadyPublished: boolean;
  /** JSON text */
  readonly winnerMetricsJson: string;
  readonly queuedAt: Date;
}

/** A publication is under way, or waits for its next try. */
export interface PublishProgressed {
  readonly publishLogId: string;
  readonly abTestId: string;
  readonly socialAccountId: string;
  /** processing | retry */
  readonly status: string;
  readonly reason: null | string;
  readonly nextRetryAt: null | Date;
  readonly at: Date;
}

/** The clip is published. */
export interface PublishSucceeded {
  readonly publishLogId: string;
  readonly abTestId: string;
  readonly socialAccountId: string;
  readonly clipId: string;
  readonly externalId: string;
  readonly externalUrl: null | string;
  readonly publishedAt: Date;
}

/** The clip could not be published. */
export interface PublishFailed {
  readonly publishLogId: string;
  readonly abTestId: string;
  readonly socialAccountId: string;
  readonly clipId: string;
  readonly reason: string;
  readonly failedAt: Date;
}

/** Every event type and its data. */
export interface Events {
  readonly ClipPublished: ClipPublished;
  readonly ClipWithdrawn: ClipWithdrawn;
  readonly SocialAccountConnected: SocialAccountConnected;
  readonly SocialAccountDisconnected: SocialAccountDisconnected;
  readonly CampaignRequested: CampaignRequested;
  readonly CampaignCancelRequested: CampaignCancelRequested;
  readonly CampaignResumeRequested: CampaignResumeRequested;
  readonly CampaignStepCompleted: CampaignStepCompleted;
  readonly CampaignCreated: CampaignCreated;
  readonly CampaignFailed: CampaignFailed;
  readonly CampaignActivated: CampaignActivated;
  readonly RequestRejected: RequestRejected;
  readonly InsightsSyncRequested: InsightsSyncRequested;
  readonly InsightsSynced: InsightsSynced;
  readonly InsightsSyncCompleted: InsightsSyncCompleted;
  readonly AlertRaised: AlertRaised;
  readonly AlertResolved: AlertResolved;
  readonly AbTestRequested: AbTestRequested;
  readonly AbTestEvaluationRequested: AbTestEvaluationRequested;
  readonly AbTestArchiveRequested: AbTestArchiveRequested;
  readonly AbTestCreated: AbTestCreated;
  readonly AbTestEvaluated: AbTestEvaluated;
  readonly AbTestEvaluationRepeated: AbTestEvaluationRepeated;
  readonly WinnerSelected: WinnerSelected;
  readonly AbTestArchived: AbTestArchived;
  readonly WinnerPublishRequested: WinnerPublishRequested;
  readonly PublishQueued: PublishQueued;
  readonly PublishProgressed: PublishProgressed;
  readonly PublishSucceeded: PublishSucceeded;
  readonly PublishFailed: PublishFailed;
}
