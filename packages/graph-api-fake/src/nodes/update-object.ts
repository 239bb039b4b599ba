import { badParameter, doesNotExist, type GraphRefusal, invalidParameter, mustBeOneOf } from '../errors.ts';
import { renderObject } from '../fields/object-fields.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { throttled } from '../limits/charge-call.ts';
import { creativeOf } from '../objects/ad.ts';
import { attachLabels, readLabels } from '../objects/label.ts';
import { isValidateOnly, VALIDATED } from '../objects/store-object.ts';
import { isRecord, type ParameterTable, type Params, readParameters } from '../params/decode-parameter.ts';
import {
  AD_PARAMETERS,
  AD_SET_PARAMETERS,
  CAMPAIGN_PARAMETERS,
  CREATIVE_PARAMETERS,
  VIDEO_PARAMETERS,
} from '../params/parameter-tables.ts';
import {
  bothLevelsHaveBudgets,
  budgetAboveMinimum,
  hasBudget,
  oneKindOfBudget,
  scheduleFitsBudget,
} from '../rules/budget-rules.ts';
import { STATUSES } from '../rules/enums.ts';
import { checkRules } from '../rules/rule.ts';
import { agesInRange, countriesAreCodes, dsaNamed, hasLocation } from '../rules/targeting-rules.ts';
import { isLive, setStatus } from '../status.ts';
import type { ConfiguredStatus, Level, StoredObject } from '../store/stored-object.ts';

const TABLES: Partial<Record<Level, ParameterTable>> = {
  campaign: CAMPAIGN_PARAMETERS,
  adset: AD_SET_PARAMETERS,
  ad: AD_PARAMETERS,
  creative: CREATIVE_PARAMETERS,
  video: VIDEO_PARAMETERS,
};

const BUDGET_EDITS_PER_HOUR = 4;
const HOUR_MS = 3_600_000;

/** `POST /<id>`: changes what may still change and answers `{success: true}`, plus `fields` if asked. */
export function updateObject(call: AccountCall, object: StoredObject): GraphReply {
  const table = TABLES[object.level];
  if (table === undefined) throw doesNotExist('POST', object.id);
  const values = readParameters(table, call.params);
  checkEditable(call, object, values);
  if (values['adlabels'] !== undefined) readLabels(values['adlabels']);
  checkChange(call, object, values);
  if (isValidateOnly(call.params)) return VALIDATED;
  applyChange(call, object, values);
  const shown = call.params['fields'] === undefined ? {} : renderObject(call.world, object, parseFields(call.params['fields']));
  return reply({ ...shown, success: true });
}

const GONE_CODES: Partial<Record<Level, number>> = { campaign: 1487566, adset: 1487056, ad: 1885088 };

/** Deleted: only the name (and DELETED once more). Archived: only name, and status to DELETED. */
function checkEditable(call: AccountCall, object: StoredObject, values: Params): void {
  const status = values['status'];
  if (status !== undefined && !(STATUSES as readonly unknown[]).includes(status)) throw mustBeOneOf('status', STATUSES);
  if (isLive(call.world, object)) return;
  const forbidden = Object.keys(values).filter(
    (name) => name !== 'name' && name !== 'execution_options' && !(name === 'status' && status === 'DELETED'),
  );
  if (forbidden.length > 0) throw goneObject(object, forbidden[0] ?? 'status');
}

function goneObject(object: StoredObject, blamed: string): GraphRefusal {
  return invalidParameter(
    GONE_CODES[object.level],
    'Cannot Edit Deleted Or Archived Object',
    'This object is deleted or archived. Only its name can be changed.',
    blamed,
  );
}

function checkChange(call: AccountCall, object: StoredObject, values: Params): void {
  if (object.level === 'creative') checkCreativeChange(values);
  if (object.level === 'campaign') checkCampaignBudget(call, object, values);
  if (object.level === 'adset') checkAdSetChange(call, object, values);
  if (object.level === 'ad' && values['creative'] !== undefined) creativeOf(call.world, object.account, values);
  if (!hasBudget(values)) return;
  const draft = {
    world: call.world,
    account: call.account,
    nowMs: call.world.clock.nowMs(),
    values: { ...values, billing_event: object.values['billing_event'] },
  };
  checkRules([oneKindOfBudget, budgetAboveMinimum], draft);
}

function checkCreativeChange(values: Params): void {
  const fixed = Object.keys(values).find((name) => !['name', 'status', 'adlabels', 'execution_options'].includes(name));
  if (fixed !== undefined) {
    throw invalidParameter(
      1815573,
      'Creative Content Cannot Be Changed',
      'Only name, status and ad labels of a creative can be edited.',
      fixed,
    );
  }
}

function checkCampaignBudget(call: AccountCall, campaign: StoredObject, values: Params): void {
  if (!hasBudget(values) || hasBudget(campaign.values)) return;
  const adSets = call.world.store.list(campaign.id, 'adset');
  if (adSets.some((adSet) => isLive(call.world, adSet) && hasBudget(adSet.values))) throw bothLevelsHaveBudgets('daily_budget');
}

const FIXED_AFTER_PUBLISH = ['promoted_object', 'optimization_goal'];

function checkAdSetChange(call: AccountCall, adSet: StoredObject, values: Params): void {
  if (values['campaign_id'] !== undefined && values['campaign_id'] !== adSet.campaignId)
    throw badParameter('campaign_id cannot be changed', 'campaign_id');
  const wasPublished = adSet.statusLog.some((change) => change.status === 'ACTIVE');
  const fixed = FIXED_AFTER_PUBLISH.find((name) => values[name] !== undefined);
  if (wasPublished && fixed !== undefined) {
    throw invalidParameter(
      3260011,
      'Cannot Edit Published Ad Set',
      'Pixel, event and optimization cannot be changed after publishing.',
      fixed,
    );
  }
  const campaign = adSet.campaignId === null ? undefined : call.world.store.get(adSet.campaignId);
  if (hasBudget(values) && campaign !== undefined && hasBudget(campaign.values)) throw bothLevelsHaveBudgets('daily_budget');
  const draft = {
    world: call.world,
    account: call.account,
    nowMs: call.world.clock.nowMs(),
    values: { ...adSet.values, ...values },
  };
  if (values['targeting'] !== undefined) checkRules([hasLocation, countriesAreCodes, agesInRange, dsaNamed], draft);
  if (values['end_time'] !== undefined) checkRules([scheduleFitsBudget], draft);
  if (hasBudget(values) && !isValidateOnly(call.params)) countBudgetEdit(call, adSet.id);
}

function countBudgetEdit(call: AccountCall, adSetId: string): void {
  const nowMs = call.world.clock.nowMs();
  const recent = (call.world.budgetEditsMs.get(adSetId) ?? []).filter((atMs) => atMs > nowMs - HOUR_MS);
  if (recent.length >= BUDGET_EDITS_PER_HOUR) {
    throw throttled(613, 1487632, '(#613) You can only change an ad set budget 4 times per hour.');
  }
  call.world.budgetEditsMs.set(adSetId, [...recent, nowMs]);
}

function applyChange(call: AccountCall, object: StoredObject, values: Params): void {
  const { world } = call;
  const { status, adlabels, creative, execution_options: _steering, ...kept } = values;
  object.values = { ...object.values, ...kept };
  object.updatedAtMs = world.clock.nowMs();
  // adlabels replaces the whole set, as at Meta.
  if (adlabels !== undefined) {
    object.labelIds = [];
    attachLabels(world, object, adlabels);
  }
  if (object.level === 'ad' && isRecord(creative))
    world.store.attachCreative(object, creativeOf(world, object.account, values).id);
  if (status !== undefined) setStatus(world, object, status as ConfiguredStatus);
  world.store.changed(object);
}
