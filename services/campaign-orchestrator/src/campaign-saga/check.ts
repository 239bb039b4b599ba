import { type AccountInfo, type PlanAccount, type PlanClip, planCampaign, type RunRequest } from '@mao/graph-api';
import { type CompensatableStep, done, nothingToUndo, rejected, type StepContext, type StepOutcome } from '@mao/saga';
import type { SocialAccount } from '../entities/social-account.ts';
import { accessOf } from './access.ts';
import type { CampaignDeps } from './deps.ts';
import type { CampaignInput, StoredRequest } from './input.ts';
import { repeatable, waitForToken } from './outcomes.ts';
import type { CampaignResults, CheckResult } from './results.ts';
import { untilCaughtUp } from './until-caught-up.ts';

/** What Meta said of an ad account is believed this long. */
const INFO_MAX_AGE_MS = 6 * 3_600_000;
const DEADLINE_MS = 25 * 3_600_000;
const ACTIVE = 1;

type Context = StepContext<CampaignInput, CampaignDeps, CampaignResults>;

/**
 * Everything that can be refused before something is made: account, clips, the rules of the plan, and what Meta says of the ad
 * account. Its refusals become the problem of the request.
 */
export const checkStep: CompensatableStep<CampaignInput, CampaignDeps, CampaignResults, 'check'> = {
  name: 'check',
  deadlineMs: DEADLINE_MS,
  compensate: nothingToUndo,
  async run(ctx) {
    const { request } = ctx.input;
    const account = await ctx.deps.replicas.account(request.socialAccountId);
    if (account === undefined) {
      const notConnected = refusal('account-not-connected', 404, 'The social account is not connected.', '/social_account_id');
      const isGone = await ctx.deps.replicas.isDisconnected(request.socialAccountId);
      return isGone ? notConnected : untilCaughtUp(waitedMs(ctx), notConnected);
    }
    const clips = await clipsOf(ctx);
    if (!Array.isArray(clips)) return clips;
    const info = await freshInfo(ctx, account);
    if (info.type === 'outcome') return info.outcome;
    const problem = accountProblem(account, info.accountStatus, info.currency);
    return problem ?? planned(ctx, account, clips, info);
  },
};

type Info =
  | {
      readonly type: 'info';
      readonly read: AccountInfo | null;
      readonly accountStatus: number | null;
      readonly minDailyBudgetCents: number | null;
      readonly currency: string;
    }
  | { readonly type: 'outcome'; readonly outcome: StepOutcome<CheckResult> };

async function clipsOf(ctx: Context): Promise<PlanClip[] | StepOutcome<CheckResult>> {
  const { socialAccountId, creatives } = ctx.input.request;
  const clips: PlanClip[] = [];
  for (const [index, { clipId }] of creatives.entries()) {
    const found = await ctx.deps.replicas.clip(clipId, socialAccountId);
    const pointer = index === 0 ? '/clip_id' : `/variants/${index - 1}/clip_id`;
    const notFound = refusal('clip-not-found', 404, `${pointer} names no published clip of this account.`, pointer);
    if (found.state === 'unusable') return notFound;
    if (found.state === 'unknown') return untilCaughtUp(waitedMs(ctx), notFound);
    clips.push(found.clip);
  }
  return clips;
}

/** The replica may be behind the request: another topic brought it. */
const waitedMs = (ctx: Context): number => ctx.now().getTime() - Date.parse(ctx.input.begunAt);

async function freshInfo(ctx: Context, account: SocialAccount): Promise<Info> {
  const ageMs = account.infoReadAt ? ctx.now().getTime() - account.infoReadAt.getTime() : Number.POSITIVE_INFINITY;
  if (ageMs < INFO_MAX_AGE_MS && account.accountStatus === ACTIVE) {
    return {
      type: 'info',
      read: null,
      accountStatus: account.accountStatus,
      minDailyBudgetCents: account.minDailyBudgetCents ?? null,
      currency: account.currency,
    };
  }
  const access = await accessOf(ctx);
  if (access === undefined) return { type: 'outcome', outcome: waitForToken() };
  const answer = await ctx.deps.graph.accountInfo(access);
  if (!answer.ok) {
    const outcome = repeatable(answer.error);
    return { type: 'outcome', outcome: outcome.type === 'waiting' ? { ...outcome, withoutEffect: true } : outcome };
  }
  const { accountStatus, minDailyBudgetCents, currency } = answer.value;
  return { type: 'info', read: answer.value, accountStatus, minDailyBudgetCents, currency };
}

function accountProblem(account: SocialAccount, accountStatus: number | null, currency: string): StepOutcome<never> | undefined {
  if (accountStatus !== ACTIVE)
    return refusal('account-disabled', 409, `Meta reports the ad account as not active (status ${accountStatus}).`, null);
  if (currency === account.currency) return undefined;
  return refusal(
    'currency-mismatch',
    409,
    `The account is connected with ${account.currency}, but at Meta it bills in ${currency}.`,
    null,
  );
}

function planned(
  ctx: Context,
  account: SocialAccount,
  clips: readonly PlanClip[],
  info: Extract<Info, { type: 'info' }>,
): StepOutcome<CheckResult> {
  const { request } = ctx.input;
  // The moment of the request, not of this try: a plan must not depend on how often it was computed.
  const now = new Date(request.requestedAt);
  const result = planCampaign(toRunRequest(request), toPlanAccount(account, info.minDailyBudgetCents), clips, { now });
  if (!result.ok) {
    const first = result.violations[0];
    return refusal(
      'validation',
      422,
      result.violations.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '),
      first?.pointer ?? null,
    );
  }
  return done({
    adAccountId: account.adAccountId,
    currency: account.currency,
    timezone: account.timezone,
    plan: result.plan,
    accountInfo: info.read,
  });
}

/** Shown to the caller as a problem document; nothing was made yet. */
const refusal = (code: string, httpStatus: number, message: string, pointer: string | null): StepOutcome<never> =>
  rejected({ code, message, details: { httpStatus, pointer } });

function toRunRequest(request: StoredRequest): RunRequest {
  const [first, ...variants] = request.creatives;
  if (first === undefined) throw new Error('a campaign request without creatives');
  return {
    clip_id: first.clipId,
    campaign_name: request.campaignName,
    campaign_objective: request.objective,
    daily_budget_cents: request.dailyBudgetCents ?? undefined,
    lifetime_budget_cents: request.lifetimeBudgetCents ?? undefined,
    creative_title: first.title,
    creative_description: first.description,
    landing_url: first.landingUrl,
    targeting: JSON.parse(request.targetingJson) as NonNullable<RunRequest['targeting']>,
    optimization_goal: request.optimizationGoal,
    start_time: request.startTime ?? undefined,
    end_time: request.endTime ?? undefined,
    call_to_action: request.callToAction,
    special_ad_categories: request.specialAdCategories,
    variants: variants.map((creative) => ({
      clip_id: creative.clipId,
      creative_title: creative.title,
      creative_description: creative.description,
      landing_url: creative.landingUrl,
    })),
  };
}

const toPlanAccount = (account: SocialAccount, minDailyBudgetCents: number | null): PlanAccount => ({
  adAccountId: account.adAccountId,
  pageId: account.pageId,
  instagramUserId: account.instagramUserId,
  pixelId: account.pixelId,
  currency: account.currency,
  defaultCountries: account.defaultCountries,
  dsaBeneficiary: account.dsaBeneficiary,
  dsaPayor: account.dsaPayor,
  minDailyBudgetCents,
});
