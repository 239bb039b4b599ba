export type { AccountAccess } from './access.ts';
export type { AccountInfo } from './account/account-info.ts';
export type { MinimumBudget } from './account/minimum-budgets.ts';
export { createGraphClient, type GraphClient } from './client.ts';
export { CREDENTIALS_MISSING, graphEnvFields, graphSettingsOf, hasCredentials } from './env-settings.ts';
export type { CallResult, CreateOutcome, ErrorClass, ErrorOrigin, GraphError } from './errors/graph-error.ts';
export { accountDigits, InvalidIdError } from './ids.ts';
export type { InsightsQuery, InsightsScope } from './insights/daily-insights.ts';
export type { InsightsRow } from './insights/read-row.ts';
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
export type { CreateRequest } from './tree/create-object.ts';
export { type Adoption, decideAdoption } from './tree/decide-adoption.ts';
export type { Deletion } from './tree/delete-object.ts';
export type { FindQuery, FoundObject } from './tree/find-by-marker.ts';
export type { SettableStatus } from './tree/set-status.ts';
export type { Mismatch, Verification, VerifyRequest } from './tree/verify-object.ts';
export type { GraphSettings, Timeouts, UsageListener } from './wire/settings.ts';
export type { BusinessUsage, Usage } from './wire/usage.ts';
