import { type GraphRefusal, invalidParameter } from '../errors.ts';
import type { AccountCall, GraphReply } from '../graph-call.ts';
import { readParameters } from '../params/decode-parameter.ts';
import { CAMPAIGN_PARAMETERS } from '../params/parameter-tables.ts';
import { budgetAboveMinimum, hasBudget, oneKindOfBudget } from '../rules/budget-rules.ts';
import { BID_STRATEGIES, BUYING_TYPES, OBJECTIVES, SPECIAL_AD_CATEGORIES, STATUSES_AT_CREATION } from '../rules/enums.ts';
import { checkRules, eachOneOf, nameAtMost, oneOf, type Rule, required } from '../rules/rule.ts';
import { completeCreation, statusAtCreation } from './create-object.ts';

const MAX_NAME_LENGTH = 400;

/** Without a campaign budget Meta (v24 on) wants to know whether ad sets share theirs. */
const sharingFlag: Rule = ({ values }): GraphRefusal | null => {
  if (hasBudget(values)) return null;
  const isShared = values['is_adset_budget_sharing_enabled'];
  if (isShared === undefined) {
    return invalidParameter(
      4834011,
      'Must specify True or False in is_adset_budget_sharing_enabled field',
      'You must specify True or False in the field is_adset_budget_sharing_enabled if you are not using a campaign budget.',
      'is_adset_budget_sharing_enabled',
    );
  }
  if (isShared === true && values['bid_strategy'] === undefined) {
    return invalidParameter(
      4834005,
      'Bid Strategy Required For Ad Set Budget Sharing',
      'Set a bid strategy on the campaign to enable ad set budget sharing.',
      'bid_strategy',
    );
  }
  return null;
};

const RULES: readonly Rule[] = [
  required('name'),
  nameAtMost(MAX_NAME_LENGTH),
  required('objective'),
  oneOf('objective', OBJECTIVES),
  required('special_ad_categories'),
  eachOneOf('special_ad_categories', SPECIAL_AD_CATEGORIES),
  oneOf('status', STATUSES_AT_CREATION),
  oneOf('buying_type', BUYING_TYPES),
  oneOf('bid_strategy', BID_STRATEGIES),
  oneKindOfBudget,
  sharingFlag,
  budgetAboveMinimum,
];

/** `POST /act_<id>/campaigns`. */
export function createCampaign(call: AccountCall): GraphReply {
  const values = readParameters(CAMPAIGN_PARAMETERS, call.params);
  checkRules(RULES, { world: call.world, account: call.account, values, nowMs: call.world.clock.nowMs() });
  return completeCreation(call, {
    level: 'campaign',
    values: { buying_type: 'AUCTION', ...values },
    status: statusAtCreation(values),
  });
}
