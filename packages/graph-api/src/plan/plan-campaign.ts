import type { GraphFields } from '../json.ts';
import { checkBudget } from './check-budget.ts';
import { checkCategories } from './check-categories.ts';
import { type CreativeSpec, checkCreatives } from './check-creatives.ts';
import { checkDsa } from './check-dsa.ts';
import { checkPlaces } from './check-places.ts';
import { checkSchedule, graphTime, type Schedule } from './check-schedule.ts';
import { checkTargeting } from './check-targeting.ts';
import { type Checked, checked, violation, violationsOf } from './checked.ts';
import { chooseGoal, type GoalChoice } from './choose-goal.ts';
import { creativePayload } from './creative-payload.ts';
import type { PlanResult, PlanStep } from './plan.ts';
import { DEFAULT_PLAN_SETTINGS, type PlanSettings } from './plan-settings.ts';
import { registrableDomain } from './registrable-domain.ts';
import type { PlanAccount, PlanClip, RunRequest } from './run-request.ts';

/** What the plan depends on beside request, account and clips. */
export interface PlanContext {
  /** The time of the request, also when the plan is made again later: else a start time would turn into a violation by waiting. */
  readonly now: Date;
  readonly settings?: Partial<PlanSettings>;
}

const MAX_CAMPAIGN_NAME = 255;

function checkName(request: RunRequest): Checked<string> {
  const name = request.campaign_name.trim();
  const isWrong = name.length === 0 || name.length > MAX_CAMPAIGN_NAME;
  return checked(
    isWrong ? [violation('name-length', '/campaign_name', `must have 1 to ${MAX_CAMPAIGN_NAME} characters`)] : [],
    name,
  );
}

function campaignStep(request: RunRequest, name: string, categories: readonly string[], countries: readonly string[]): PlanStep {
  const isSpecial = categories.some((category) => category !== 'NONE');
  const payload = {
    name,
    objective: request.campaign_objective,
    status: 'PAUSED',
    buying_type: 'AUCTION',
    special_ad_categories: [...categories],
    ...(isSpecial && { special_ad_category_country: [...countries] }),
    // Without a campaign budget Meta wants this said either way (100/4834011).
    is_adset_budget_sharing_enabled: false,
  };
  return { step: 'campaign', level: 'campaign', name, payload, clipId: null };
}

interface AdSetParts {
  readonly goal: GoalChoice;
  readonly budget: GraphFields;
  readonly schedule: Schedule;
  readonly targeting: GraphFields;
  readonly dsa: GraphFields;
}

function adSetStep(campaignName: string, parts: AdSetParts): PlanStep {
  const { goal, budget, schedule, targeting, dsa } = parts;
  const name = `${campaignName} / ad set`;
  const payload = {
    name,
    campaign_id: '{campaign}',
    status: 'PAUSED',
    billing_event: 'IMPRESSIONS',
    optimization_goal: goal.goal,
    // Meta's default is a bid cap, which would need a bid.
    bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
    ...budget,
    ...(schedule.start !== null && { start_time: graphTime(schedule.start) }),
    ...(schedule.end !== null && { end_time: graphTime(schedule.end) }),
    ...(goal.destination !== null && { destination_type: goal.destination }),
    ...(goal.promotedObject !== null && { promoted_object: goal.promotedObject }),
    targeting,
    ...dsa,
  };
  return { step: 'ad_set', level: 'ad_set', name, payload, clipId: null };
}

function adSteps(spec: CreativeSpec, campaignName: string, account: PlanAccount, goal: GoalChoice): PlanStep[] {
  const { number, clip } = spec;
  const name = `${campaignName} / ad ${number}`;
  const usesPixel = goal.promotedObject?.['pixel_id'] !== undefined;
  const payload = {
    name,
    adset_id: '{ad_set}',
    creative: { creative_id: `{creative_${number}}` },
    status: 'PAUSED',
    ...(usesPixel && { conversion_domain: registrableDomain(spec.host) }),
  };
  return [
    {
      step: `creative_${number}`,
      level: 'creative',
      name: spec.title,
      payload: creativePayload(spec, account),
      clipId: clip.clipId,
    },
    { step: `ad_${number}`, level: 'ad', name, payload, clipId: clip.clipId },
  ];
}

/** Equal creatives are one creative at Meta: two ads that show the same cannot be told apart by their viewers. */
function twinWarnings(creatives: readonly CreativeSpec[]): string[] {
  const contents = creatives.map(({ number: _number, ...content }) =>
    JSON.stringify({ ...content, clip: content.clip.thumbnailUrl }),
  );
  const twins = creatives.filter((_, index) => contents.indexOf(contents[index] ?? '') !== index);
  return twins.map(({ number }) => `Creative ${number} shows the same as an earlier one: Meta will make one creative of them.`);
}

/**
 * Checks a run request against every rule that can be checked without Meta and lays out the objects to create.
 * Pure; all broken rules are reported at once, each with a stable code and a JSON pointer into the request.
 */
export function planCampaign(
  request: RunRequest,
  account: PlanAccount,
  clips: readonly PlanClip[],
  context: PlanContext,
): PlanResult {
  const settings = { ...DEFAULT_PLAN_SETTINGS, ...context.settings };
  const { now } = context;
  const name = checkName(request);
  const goal = chooseGoal(request, account, settings);
  const schedule = checkSchedule(request, now);
  const budget = checkBudget(request, account, schedule.ok ? schedule.value : null, now);
  const places = checkPlaces(request, account);
  const targeting = checkTargeting(request, places.ok ? places.value : null);
  const dsa: ReturnType<typeof checkDsa> = places.ok ? checkDsa(places.value, account, settings) : { ok: false, violations: [] };
  const categories = checkCategories(request);
  const creatives = checkCreatives(request, clips);
  const allOk =
    name.ok && goal.ok && schedule.ok && budget.ok && places.ok && targeting.ok && dsa.ok && categories.ok && creatives.ok;
  if (!allOk) {
    return { ok: false, violations: violationsOf([name, goal, schedule, budget, places, targeting, dsa, categories, creatives]) };
  }
  const parts = {
    goal: goal.value,
    budget: budget.value,
    schedule: schedule.value,
    targeting: targeting.value,
    dsa: dsa.value.fields,
  };
  const steps = [
    campaignStep(request, name.value, categories.value, places.value.countries),
    adSetStep(name.value, parts),
    ...creatives.value.flatMap((spec) => adSteps(spec, name.value, account, goal.value)),
  ];
  const warnings = [...goal.value.warnings, ...dsa.value.warnings, ...twinWarnings(creatives.value)];
  return { ok: true, plan: { steps, warnings, optimizationGoal: goal.value.goal } };
}
