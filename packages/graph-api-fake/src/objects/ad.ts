import { badParameter, doesNotExist, GraphRefusal, invalidParameter } from '../errors.ts';
import type { AccountCall, GraphReply } from '../graph-call.ts';
import { type Params, readParameters } from '../params/decode-parameter.ts';
import { AD_PARAMETERS } from '../params/parameter-tables.ts';
import { STATUSES_AT_CREATION } from '../rules/enums.ts';
import { checkRules, type Draft, nameAtMost, oneOf, type Rule, required } from '../rules/rule.ts';
import { isLive } from '../status.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import { completeCreation, statusAtCreation } from './create-object.ts';

const MAX_NAME_LENGTH = 400;
const MAX_ADS_PER_AD_SET = 50;

interface AdDraft extends Draft {
  readonly adSet: StoredObject;
}

const adSetHasRoom: Rule<AdDraft> = ({ adSet, world }) => {
  const siblings = world.store.list(adSet.id, 'ad');
  if (siblings.length < MAX_ADS_PER_AD_SET) return null;
  if (siblings.filter((ad) => isLive(world, ad)).length < MAX_ADS_PER_AD_SET) return null;
  return invalidParameter(1487810, 'Too Many Ads', `An ad set can have at most ${MAX_ADS_PER_AD_SET} ads.`, 'adset_id');
};

const RULES: readonly Rule<AdDraft>[] = [
  required('name'),
  nameAtMost(MAX_NAME_LENGTH),
  oneOf('status', STATUSES_AT_CREATION),
  adSetHasRoom,
];

/** `POST /act_<id>/ads`. */
export function createAd(call: AccountCall): GraphReply {
  const values = readParameters(AD_PARAMETERS, call.params);
  checkPresent(values);
  const adSet = adSetOf(call, values);
  checkRules(RULES, { world: call.world, account: call.account, values, nowMs: call.world.clock.nowMs(), adSet });
  const creative = creativeOf(call.world, call.account.id, values);
  return completeCreation(call, {
    level: 'ad',
    values,
    status: statusAtCreation(values),
    campaignId: adSet.campaignId,
    adSetId: adSet.id,
    creativeId: creative.id,
  });
}

function checkPresent(values: Params): void {
  if (values['adset_id'] !== undefined && values['creative'] !== undefined) return;
  if (values['adset_id'] === undefined && values['creative'] === undefined) {
    throw new GraphRefusal({
      httpStatus: 400,
      code: 194,
      message: '(#194) Missing at least one required parameter: adset_id, creative',
    });
  }
  throw badParameter(`The parameter ${values['adset_id'] === undefined ? 'adset_id' : 'creative'} is required`);
}

function adSetOf(call: AccountCall, values: Params): StoredObject {
  const id = String(values['adset_id']);
  const adSet = call.world.store.get(id);
  if (adSet?.level !== 'adset' || adSet.account !== call.account.id) throw doesNotExist('POST', id);
  if (!isLive(call.world, adSet)) {
    throw invalidParameter(1487056, 'Ad Set Is Deleted', 'You cannot add an ad to a deleted or archived ad set.', 'adset_id');
  }
  return adSet;
}

/** The creative an ad names: `{creative_id}` or `{id}`. @throws GraphRefusal when the account has no such creative. */
export function creativeOf(world: World, accountId: string, values: Params): StoredObject {
  const reference = values['creative'] as Params;
  const id = String(reference['creative_id'] ?? reference['id'] ?? '');
  const creative = world.store.get(id);
  if (creative?.level === 'creative' && creative.account === accountId && creative.status !== 'DELETED') return creative;
  throw invalidParameter(1885209, 'Creative Not Found', `The creative ${id} does not exist in this ad account.`, 'creative');
}
