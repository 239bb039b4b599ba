import type { AccountAccess } from './access.ts';
import { type AccountInfo, accountInfo } from './account/account-info.ts';
import { type MinimumBudget, minimumBudgets } from './account/minimum-budgets.ts';
import { createMemoryChangeLedger } from './budget/change-ledger.ts';
import { type BudgetChange, setBudget } from './budget/set-budget.ts';
import type { CallResult, CreateOutcome } from './errors/graph-error.ts';
import type { AccountState } from './governor/account-state.ts';
import { createGovernor, ungoverned } from './governor/governor.ts';
import { dailyInsights, type InsightsQuery } from './insights/daily-insights.ts';
import type { InsightsRow } from './insights/read-row.ts';
import { type InstagramCalls, instagramCalls } from './instagram/instagram-calls.ts';
import type { GraphFields } from './json.ts';
import type { Level } from './levels.ts';
import type { CampaignPlan } from './plan/plan.ts';
import { type PlanValidation, validatePlan } from './plan/validate-plan.ts';
import { type MarkedObject, markedObjects, type RunningCampaign, runningCampaigns } from './reconcile/marked-objects.ts';
import { type ReportCalls, reportCalls } from './reports/report-client.ts';
import { type AdReview, adReview } from './review/ad-review.ts';
import { debugToken, exchangeToken, type NewToken, type TokenDebug } from './token/token-calls.ts';
import { type CreateRequest, createObject } from './tree/create-object.ts';
import { type Deletion, deleteObject } from './tree/delete-object.ts';
import { type FindQuery, type FoundObject, findByMarker } from './tree/find-by-marker.ts';
import { getObject } from './tree/get-object.ts';
import { type SettableStatus, setStatus, setStatuses } from './tree/set-status.ts';
import { type Verification, type VerifyRequest, verifyObject, verifyObjects } from './tree/verify-object.ts';
import { type VideoCalls, videoCalls } from './video/video-calls.ts';
import { createHttp } from './wire/http.ts';
import { type GraphSettings, wireSettings } from './wire/settings.ts';
import { createTransport } from './wire/transport.ts';

/**
 * Meta's Graph API, as far as the product needs it. One client serves all accounts; it keeps connections and what it learnt
 * of each account's limits. No call throws for what Meta or the network does: that is a value. A call throws only
 * `InvalidIdError` (a programmer's error). Nothing here retries or waits: the caller does, knowing how often and when. A
 * call that may not go now ends at once as RATE_LIMIT of origin `client` (a create as `not_sent`) with `retryAfterMs`.
 */
export interface GraphClient extends ReportCalls, VideoCalls, InstagramCalls {
  /** Creates one object, PAUSED, its name ending in the step's marker. See CreateOutcome for what may follow. */
  create(access: AccountAccess, request: CreateRequest): Promise<CreateOutcome>;
  /** Live objects that carry the marker, oldest first. Lists can lag: look more than once before believing an empty answer. */
  find(access: AccountAccess, query: FindQuery): Promise<CallResult<readonly FoundObject[]>>;
  /** One object by id; `id` is always among the fields. Deleted ones are still readable. */
  get(access: AccountAccess, id: string, fields: readonly string[]): Promise<CallResult<GraphFields>>;
  /** Compares what Meta holds with what was sent. */
  verify(access: AccountAccess, request: VerifyRequest): Promise<CallResult<Verification>>;
  /** `verify` of a whole tree, in the order given, let through as one. */
  verifyAll(access: AccountAccess, requests: readonly VerifyRequest[]): Promise<CallResult<readonly Verification[]>>;
  /** Asserts a state, so it may be repeated. Activate ads first, then the ad set, the campaign last; pause the campaign first. */
  setStatus(access: AccountAccess, id: string, status: SettableStatus): Promise<CallResult<null>>;
  /** `setStatus` of several objects in the order given, let through as one. Stops at the first refusal. */
  setStatuses(access: AccountAccess, ids: readonly string[], status: SettableStatus): Promise<CallResult<null>>;
  /** Changes an ad set's budget, at most four times an hour; more is refused with the next possible time. */
  setBudget(access: AccountAccess, change: BudgetChange): Promise<CallResult<null>>;
  /** Deletes one object and reads it again to prove it; a campaign takes its children along. Repeatable. */
  delete(access: AccountAccess, level: Level, id: string): Promise<CallResult<Deletion>>;
  accountInfo(access: AccountAccess): Promise<CallResult<AccountInfo>>;
  minimumBudgets(access: AccountAccess): Promise<CallResult<readonly MinimumBudget[]>>;
  /** Ad-level daily rows of an inclusive range, all pages. */
  dailyInsights(access: AccountAccess, query: InsightsQuery): Promise<CallResult<readonly InsightsRow[]>>;
  /** One look at an ad's review. */
  adReview(access: AccountAccess, adId: string): Promise<CallResult<AdReview>>;
  /** Has Meta validate a plan's campaign without making it. */
  validatePlan(access: AccountAccess, plan: CampaignPlan): Promise<CallResult<PlanValidation>>;
  /** Every campaign of the account that is switched on: what the kill switch pauses. Never held back by our own limits. */
  runningCampaigns(access: AccountAccess): Promise<CallResult<readonly RunningCampaign[]>>;
  /** All live objects of one level that carry a marker of ours. */
  markedObjects(access: AccountAccess, level: Level): Promise<CallResult<readonly MarkedObject[]>>;
  /** What Meta says of a token. Needs `appId` and `appSecret`. */
  debugToken(accessToken: string): Promise<CallResult<TokenDebug>>;
  /** A new token for one that is still valid. Needs `appId` and `appSecret`. Repeatable. */
  exchangeToken(accessToken: string): Promise<CallResult<NewToken>>;
  /** What this client knows of an account: is it stopped, why, how much of its quota is used. No call is made. */
  accountState(adAccountId: string): AccountState;
  /** Closes all connections; calls under way end as aborted or ambiguous. */
  close(): Promise<void>;
}

/** Makes the client. @throws ZodError on unusable settings, so that a service fails at start. */
export function createGraphClient(settings: GraphSettings): GraphClient {
  const wireOptions = wireSettings(settings);
  const { nowMs } = wireOptions;
  const governor = settings.governor === false ? ungoverned : createGovernor(settings.governor ?? {}, nowMs);
  const wire = createTransport(wireOptions, createHttp(wireOptions), governor);
  const ledger = settings.budgetLedger ?? createMemoryChangeLedger();
  return {
    ...reportCalls(wire),
    ...videoCalls(wire),
    ...instagramCalls(wire),
    create: (access, request) => createObject(wire, access, request),
    find: (access, query) => findByMarker(wire, access, query),
    get: (access, id, fields) => getObject(wire, access, id, fields),
    verify: (access, request) => verifyObject(wire, access, request),
    verifyAll: (access, requests) => verifyObjects(wire, access, requests),
    setStatus: (access, id, status) => setStatus(wire, access, id, status),
    setStatuses: (access, ids, status) => setStatuses(wire, access, ids, status),
    setBudget: (access, change) => setBudget(wire, ledger, nowMs, access, change),
    delete: (access, level, id) => deleteObject(wire, access, level, id),
    accountInfo: (access) => accountInfo(wire, access),
    minimumBudgets: (access) => minimumBudgets(wire, access),
    dailyInsights: (access, query) => dailyInsights(wire, access, query),
    adReview: (access, adId) => adReview(wire, access, adId),
    validatePlan: (access, plan) => validatePlan(wire, access, plan),
    runningCampaigns: (access) => runningCampaigns(wire, access),
    markedObjects: (access, level) => markedObjects(wire, access, level),
    debugToken: (accessToken) => debugToken(wire, wireOptions, accessToken),
    exchangeToken: (accessToken) => exchangeToken(wire, wireOptions, accessToken),
    accountState: (adAccountId) => governor.accountState(adAccountId),
    close: () => wire.close(),
  };
}
