import { badParameter, doesNotExist, type GraphRefusal, invalidParameter } from '../errors.ts';
import type { AccountCall, GraphReply } from '../graph-call.ts';
import { isRecord, type Params, readParameters } from '../params/decode-parameter.ts';
import { AD_SET_PARAMETERS } from '../params/parameter-tables.ts';
import { attributionFitsGoal } from '../rules/attribution-rule.ts';
import {
  bidAmountMissing,
  bothLevelsHaveBudgets,
  budgetAboveMinimum,
  hasBudget,
  oneKindOfBudget,
  scheduleFitsBudget,
} from '../rules/budget-rules.ts';
import { BID_STRATEGIES, BILLING_EVENTS, CUSTOM_EVENT_TYPES, OPTIMIZATION_GOALS, STATUSES_AT_CREATION } from '../rules/enums.ts';
import { isBillable, judgeGoal } from '../rules/objective-goals.ts';
import { checkRules, type Draft, nameAtMost, oneOf, type Rule, required } from '../rules/rule.ts';
import {
  agesInRange,
  countriesAreCodes,
  dsaNamed,
  gendersKnown,
  hasLocation,
  interestsHaveIds,
} from '../rules/targeting-rules.ts';
import { isLive } from '../status.ts';
import { type StoredObject, textValue } from '../store/stored-object.ts';
import { completeCreation, statusAtCreation } from './create-object.ts';

const MAX_NAME_LENGTH = 400;
const MAX_AD_SETS_PER_CAMPAIGN = 200;

interface AdSetDraft extends Draft {
  readonly campaign: StoredObject;
}

const budgetOnOneLevel: Rule<AdSetDraft> = ({ values, campaign }): GraphRefusal | null => {
  if (hasBudget(campaign.values)) return hasBudget(values) ? bothLevelsHaveBudgets('daily_budget') : null;
  if (hasBudget(values)) return null;
  return invalidParameter(
    1885029,
    'Budget Required',
    'Set a daily or lifetime budget on the ad set or on its campaign.',
    'daily_budget',
  );
};

/** With a campaign budget the campaign's strategy counts; otherwise the ad set's own. */
const bidAmountGiven: Rule<AdSetDraft> = ({ values, campaign }) =>
  bidAmountMissing(values['bid_strategy'] ?? campaign.values['bid_strategy'], values);

const goalFitsObjective: Rule<AdSetDraft> = ({ values, campaign, world }): GraphRefusal | null => {
  const objective = textValue(campaign, 'objective') ?? '';
  const goal = String(values['optimization_goal']);
  const question = {
    objective,
    goal,
    destinationType: givenDestination(values),
    promotedObject: values['promoted_object'],
    campaignPromotedObject: campaign.values['promoted_object'],
  };
  switch (judgeGoal(question, world.settings.rules)) {
    case 'ok':
      return null;
    case 'goal-not-available':
      return invalidParameter(
        2490408,
        "Performance goal isn't available",
        `The performance goal ${goal} can't be used with the campaign objective ${objective} and this destination.`,
        'optimization_goal',
      );
    case 'promoted-object-missing':
      return invalidParameter(
        1885024,
        'Promoted Object Missing',
        `Select a promoted object that fits the objective ${objective} and the performance goal ${goal}.`,
        'promoted_object',
      );
  }
};

function givenDestination(values: Params): string | null {
  const destination = values['destination_type'];
  return typeof destination === 'string' && destination !== 'UNDEFINED' ? destination : null;
}

const billingFitsGoal: Rule<AdSetDraft> = ({ values }) =>
  isBillable(String(values['optimization_goal']), String(values['billing_event']))
    ? null
    : invalidParameter(
        1815112,
        'Invalid Billing Event',
        'The billing event cannot be used with this performance goal.',
        'billing_event',
      );

const eventTypeKnown: Rule<AdSetDraft> = ({ values }) => {
  const promoted = values['promoted_object'];
  const eventType = isRecord(promoted) ? promoted['custom_event_type'] : undefined;
  if (eventType === undefined || (CUSTOM_EVENT_TYPES as readonly unknown[]).includes(eventType)) return null;
  return badParameter(
    `promoted_object[custom_event_type] must be one of the following values: ${CUSTOM_EVENT_TYPES.join(', ')}`,
    'promoted_object',
  );
};

const campaignHasRoom: Rule<AdSetDraft> = ({ campaign, world }) => {
  const siblings = world.store.list(campaign.id, 'adset');
  if (siblings.length < MAX_AD_SETS_PER_CAMPAIGN) return null;
  if (siblings.filter((adSet) => isLive(world, adSet)).length < MAX_AD_SETS_PER_CAMPAIGN) return null;
  return invalidParameter(
    1487809,
    'Too Many Ad Sets',
    `A campaign can have at most ${MAX_AD_SETS_PER_CAMPAIGN} ad sets.`,
    'campaign_id',
  );
};

const RULES: readonly Rule<AdSetDraft>[] = [
  required('name'),
  nameAtMost(MAX_NAME_LENGTH),
  oneOf('status', STATUSES_AT_CREATION),
  required('optimization_goal'),
  oneOf('optimization_goal', OPTIMIZATION_GOALS),
  required('billing_event'),
  oneOf('billing_event', BILLING_EVENTS),
  oneOf('bid_strategy', BID_STRATEGIES),
  campaignHasRoom,
  budgetOnOneLevel,
  oneKindOfBudget,
  budgetAboveMinimum,
  scheduleFitsBudget,
  bidAmountGiven,
  required('targeting'),
  hasLocation,
  countriesAreCodes,
  agesInRange,
  gendersKnown,
  interestsHaveIds,
  dsaNamed,
  eventTypeKnown,
  goalFitsObjective,
  billingFitsGoal,
  attributionFitsGoal,
];

/** `POST /act_<id>/adsets`. */
export function createAdSet(call: AccountCall): GraphReply {
  const values = readParameters(AD_SET_PARAMETERS, call.params);
  const campaign = campaignOf(call, values);
  checkRules(RULES, { world: call.world, account: call.account, values, nowMs: call.world.clock.nowMs(), campaign });
  return completeCreation(call, { level: 'adset', values, status: statusAtCreation(values), campaignId: campaign.id });
}

function campaignOf(call: AccountCall, values: Params): StoredObject {
  const id = values['campaign_id'];
  if (typeof id !== 'string') throw badParameter('The parameter campaign_id is required', 'campaign_id');
  const campaign = call.world.store.get(id);
  if (campaign?.level !== 'campaign' || campaign.account !== call.account.id) throw doesNotExist('POST', id);
  if (!isLive(call.world, campaign)) {
    throw invalidParameter(
      1487566,
      'Campaign Is Deleted',
      'You cannot add an ad set to a deleted or archived campaign.',
      'campaign_id',
    );
  }
  return campaign;
}
