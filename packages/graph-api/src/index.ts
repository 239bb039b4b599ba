export type { AccountAccess } from './access.ts';
export type { AccountInfo } from './account/account-info.ts';
export type { MinimumBudget } from './account/minimum-budgets.ts';
export type { BudgetChangeLedger, ChangeSlot } from './budget/change-ledger.ts';
export { createMemoryChangeLedger, reserveChange } from './budget/change-ledger.ts';
export type { BudgetChange } from './budget/set-budget.ts';
export { createGraphClient, type GraphClient } from './client.ts';
export { CREDENTIALS_MISSING, graphEnvFields, graphSettingsOf, hasCredentials } from './env-settings.ts';
export type { CallResult, CreateOutcome, ErrorClass, ErrorOrigin, GraphError } from './errors/graph-error.ts';
export type { AccountState } from './governor/account-state.ts';
export {
  type BudgetStore,
  createMemoryBudgetStore,
  type Lease,
  type LeaseRequest,
  leasePoints,
} from './governor/budget-store.ts';
export type { CircuitCause } from './governor/circuit.ts';
export type { CircuitTimes, GovernorOptions } from './governor/governor-settings.ts';
export type { ScoreLimits, Tier } from './governor/limits.ts';
export { EMPTY_WINDOW, type ScoreWindow } from './governor/score-window.ts';
export { accountDigits, InvalidIdError } from './ids.ts';
export type { InsightsQuery, InsightsScope } from './insights/daily-insights.ts';
export { addDays, advanceCursor, type DayRange, dayIn, daysBetween, restatedRange, retainedRange } from './insights/days.ts';
export { type Delivery, withZeroDays } from './insights/delivery-days.ts';
export { type InsightsMetric, mergeRows } from './insights/metrics.ts';
export type { InsightsRow } from './insights/read-row.ts';
export { type CampaignAds, type ShrinkableQuery, type ShrinkScope, shrink } from './insights/shrink.ts';
export type { InstagramCalls } from './instagram/instagram-calls.ts';
export {
  afterAmbiguousPublish,
  type ContainerStatus,
  type InstagramAccess,
  type PublishedMedia,
  type PublishingLimit,
  type ReelRequest,
} from './instagram/publish.ts';
export type { GraphFields, Json } from './json.ts';
export type { Level } from './levels.ts';
export { marker, markerIn, markerSuffix, sagaLabel } from './marker.ts';
export { currencyOffset } from './money/currency.ts';
export { type MinorUnits, toMinorUnits } from './money/minor-units.ts';
export { MissingParentError, payloadFor } from './plan/payload-for.ts';
export type { CampaignPlan, PlanResult, PlanStep, StepIds, StepName, Violation, ViolationCode } from './plan/plan.ts';
export { type PlanContext, planCampaign } from './plan/plan-campaign.ts';
export type { PlanSettings } from './plan/plan-settings.ts';
export type {
  FlexibleSpec,
  GeoLocations,
  KeyedPlace,
  NamedId,
  PlanAccount,
  PlanClip,
  RunRequest,
  RunVariant,
  Targeting,
} from './plan/run-request.ts';
export type { PlanValidation } from './plan/validate-plan.ts';
export type { MarkedObject, RunningCampaign } from './reconcile/marked-objects.ts';
export type { ReportPoll, ReportQuery } from './reports/report-calls.ts';
export type { ReportCalls } from './reports/report-client.ts';
export {
  afterPoll,
  afterReadError,
  DEFAULT_REPORT_POLICY,
  type ReportPolicy,
  type ReportState,
  type ReportStep,
  restartedReport,
  startedReport,
} from './reports/report-ladder.ts';
export { type AdIssue, type AdReview, afterReview } from './review/ad-review.ts';
export type { NewToken, TokenDebug } from './token/token-calls.ts';
export { type TokenHealth, tokenHealth } from './token/token-health.ts';
export type { CreateRequest } from './tree/create-object.ts';
export { type Adoption, decideAdoption } from './tree/decide-adoption.ts';
export type { Deletion } from './tree/delete-object.ts';
export type { FindQuery, FoundObject } from './tree/find-by-marker.ts';
export type { SettableStatus } from './tree/set-status.ts';
export type { Mismatch, Verification, VerifyRequest } from './tree/verify-object.ts';
export type { VideoStatus, VideoUpload } from './video/upload-video.ts';
export type { VideoCalls } from './video/video-calls.ts';
export { challenge, isSigned, receiveWebhook, type Webhook, type WebhookEvent } from './webhook/receive.ts';
export type { GraphPorts, GraphSettings, Timeouts, UsageListener } from './wire/settings.ts';
export type { BusinessUsage, Usage } from './wire/usage.ts';
