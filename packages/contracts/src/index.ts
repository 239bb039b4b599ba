export { catalogue } from './generated/catalogue.ts';
export type * from './generated/events.ts';
export {
  AB_STATUSES,
  type AbTestBody,
  type AbTestOfRun,
  abTestBody,
  evaluateBody,
  publishWinnerBody,
} from './http/ab-test.ts';
export { type AccountBody, accountBody } from './http/account.ts';
export { type ClipBody, clipBody } from './http/clip.ts';
export { instant, pageQuery, uuid } from './http/common.ts';
export {
  type CampaignCreation,
  type Compensation,
  type CreatedAdView,
  type InsightsSyncResult,
  isFinal,
  OPERATION_STATES,
  type OperationState,
  type OrchestrationResult,
  type Problem,
  type StepFailure,
} from './http/operation.ts';
export { OBJECTIVES, type RunRequest, runRequest } from './http/run-request.ts';
