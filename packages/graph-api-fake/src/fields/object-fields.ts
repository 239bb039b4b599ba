import { nonexistingField } from '../errors.ts';
import { FAILED_RUN, failureOf, stateOf } from '../insights/run-state.ts';
import type { ParameterTable } from '../params/decode-parameter.ts';
import {
  AD_PARAMETERS,
  AD_SET_PARAMETERS,
  CAMPAIGN_PARAMETERS,
  CREATIVE_PARAMETERS,
  IMAGE_PARAMETERS,
  MEDIA_PARAMETERS,
  STEERING_PARAMETERS,
  VIDEO_PARAMETERS,
} from '../params/parameter-tables.ts';
import { currentIssues } from '../review.ts';
import { effectiveStatus } from '../status.ts';
import { type Level, nameOf, numberValue, type StoredObject, textValue } from '../store/stored-object.ts';
import { formatGraphTime } from '../time/graph-time.ts';
import type { World } from '../world.ts';
import type { FieldReader, FieldTable } from './field-reader.ts';
import type { FieldRequest } from './parse-fields.ts';
import { containerStatus, videoStatus } from './processing-status.ts';
import { REQUEST_FIELDS, REQUEST_SET_FIELDS } from './request-set-fields.ts';

/** Renders the asked fields, `id` always. @throws GraphRefusal 100 for a field the level does not have. */
export function renderObject(world: World, object: StoredObject, fields: readonly FieldRequest[]): Record<string, unknown> {
  const table = TABLES[object.level];
  const rendered: Record<string, unknown> = {};
  const asked = fields.length === 0 ? DEFAULT_FIELDS[object.level] : fields;
  for (const field of asked) {
    const reader = table.get(field.name);
    if (reader === undefined) throw nonexistingField(field.name, NODE_TYPES[object.level]);
    const value = reader(world, object, field.inner);
    if (value !== undefined && value !== null) rendered[field.name] = value;
  }
  rendered['id'] = table.get('id')?.(world, object, []) ?? object.id;
  return rendered;
}

// Internal type names, as the error texts of the real API show them.
const NODE_TYPES: Readonly<Record<Level, string>> = {
  campaign: 'AdCampaignGroup',
  adset: 'AdCampaign',
  ad: 'AdGroup',
  creative: 'AdCreative',
  video: 'Video',
  image: 'AdImage',
  media: 'IGMediaBuilder',
  post: 'IGMedia',
  label: 'AdLabel',
  report: 'AdReportRun',
  request_set: 'AdAsyncRequestSet',
  request: 'AdAsyncRequest',
};

const ID_ONLY: readonly FieldRequest[] = [{ name: 'id', inner: [] }];
const ID_AND_NAME: readonly FieldRequest[] = [...ID_ONLY, { name: 'name', inner: [] }];
const DEFAULT_FIELDS: Readonly<Record<Level, readonly FieldRequest[]>> = {
  campaign: ID_ONLY,
  adset: ID_ONLY,
  ad: ID_ONLY,
  creative: ID_ONLY,
  video: ID_ONLY,
  image: ID_ONLY,
  media: ID_ONLY,
  post: ID_ONLY,
  label: ID_AND_NAME,
  report: ['id', 'account_id', 'time_ref', 'async_status', 'async_percent_completion'].map((name) => ({ name, inner: [] })),
  request_set: ID_ONLY,
  request: ID_ONLY,
};

const COMMON: Readonly<Record<string, FieldReader>> = {
  id: (_world, object) => object.id,
  account_id: (_world, object) => object.account.replace(/^act_/, ''),
  created_time: (_world, object) => formatGraphTime(object.createdAtMs),
  updated_time: (_world, object) => formatGraphTime(object.updatedAtMs),
  adlabels: (world, object) => labelsOf(world, object),
};

const STATUSES: Readonly<Record<string, FieldReader>> = {
  status: (_world, object) => object.status,
  configured_status: (_world, object) => object.status,
  effective_status: effectiveStatus,
  issues_info: (world, object) => currentIssues(object, world.clock.nowMs()),
  recommendations: () => undefined,
};

const PARENTS: Readonly<Record<string, FieldReader>> = {
  campaign_id: (_world, object) => object.campaignId,
  campaign: (world, object, inner) => renderLinked(world, object.campaignId, inner),
  adset_id: (_world, object) => object.adSetId,
  adset: (world, object, inner) => renderLinked(world, object.adSetId, inner),
};

/** Ad sets show both budgets, the unused one as "0"; campaigns only the one they have. */
const zeroWhenUnset =
  (name: string): FieldReader =>
  (_world, object) =>
    String(numberValue(object, name) ?? 0);

const budgetRemaining: FieldReader = (_world, object) =>
  String(numberValue(object, 'daily_budget') ?? numberValue(object, 'lifetime_budget') ?? 0);

// Amounts that Meta returns as numbers; every other integer parameter is money and comes back as text.
const NUMBERS_ON_THE_WIRE: ReadonlySet<string> = new Set([
  'bid_amount',
  'lifetime_imps',
  'priority',
  'display_sequence',
  'thumb_offset',
]);

const TABLES: Readonly<Record<Level, FieldTable>> = {
  campaign: fieldTable(CAMPAIGN_PARAMETERS, {
    ...COMMON,
    ...STATUSES,
    budget_remaining: budgetRemaining,
    can_use_spend_cap: () => true,
    special_ad_category: (_world, object) => firstOf(object.values['special_ad_categories']) ?? 'NONE',
  }),
  adset: fieldTable(AD_SET_PARAMETERS, {
    ...COMMON,
    ...STATUSES,
    ...PARENTS,
    adset: () => undefined,
    daily_budget: zeroWhenUnset('daily_budget'),
    lifetime_budget: zeroWhenUnset('lifetime_budget'),
    budget_remaining: budgetRemaining,
    learning_stage_info: () => undefined,
  }),
  ad: fieldTable(AD_PARAMETERS, {
    ...COMMON,
    ...STATUSES,
    ...PARENTS,
    creative: (world, object, inner) => renderLinked(world, object.creativeId, inner),
    ad_review_feedback: () => undefined,
    preview_shareable_link: (_world, object) => `https://fb.me/preview-${object.id}`,
  }),
  creative: fieldTable(CREATIVE_PARAMETERS, {
    ...COMMON,
    status: (_world, object) => object.status,
    effective_object_story_id: (_world, object) => `0_${object.id}`,
    video_id: (_world, object) => videoIdOf(object),
  }),
  video: fieldTable(VIDEO_PARAMETERS, {
    ...COMMON,
    status: videoStatus,
    length: () => 15,
    source: (_w, object) => object.values['file_url'],
  }),
  image: fieldTable(IMAGE_PARAMETERS, {
    ...COMMON,
    id: (_world, object) => `${object.account.replace(/^act_/, '')}:${textValue(object, 'hash')}`,
    status: (_world, object) => object.status,
    permalink_url: (_world, object) => object.values['url'],
    original_width: (_world, object) => object.values['width'],
    original_height: (_world, object) => object.values['height'],
  }),
  media: fieldTable(MEDIA_PARAMETERS, {
    id: (_world, object) => object.id,
    status_code: containerStatus,
    status: (world, object) => `${containerStatus(world, object)}: ${object.id}`,
  }),
  post: fieldTable(MEDIA_PARAMETERS, {
    id: (_world, object) => object.id,
    permalink: (_world, object) => `https://www.instagram.com/reel/${object.id}/`,
    media_product_type: () => 'REELS',
    timestamp: (_world, object) => formatGraphTime(object.createdAtMs),
    owner: (_world, object) => ({ id: object.account }),
  }),
  label: fieldTable({ name: 'string' }, COMMON),
  report: fieldTable(
    {},
    {
      ...COMMON,
      async_status: (world, object) => stateOf(world, object).async_status,
      async_percent_completion: (world, object) => stateOf(world, object).async_percent_completion,
      is_running: (world, object) => stateOf(world, object).async_status === 'Job Running',
      time_ref: (_world, object) => Math.floor(object.createdAtMs / 1000),
      ...failureFields(),
    },
  ),
  request_set: REQUEST_SET_FIELDS,
  request: REQUEST_FIELDS,
};

function failureFields(): Record<string, FieldReader> {
  return Object.fromEntries(
    Object.keys(FAILED_RUN).map((name): [string, FieldReader] => [
      name,
      (world, object) => (stateOf(world, object).async_status === 'Job Failed' ? failureOf(object)[name] : undefined),
    ]),
  );
}

function fieldTable(parameters: ParameterTable, own: Readonly<Record<string, FieldReader>>): FieldTable {
  const table = new Map<string, FieldReader>();
  for (const [name, kind] of Object.entries(parameters)) {
    if (!STEERING_PARAMETERS.has(name)) table.set(name, parameterReader(name, kind));
  }
  for (const [name, reader] of Object.entries(own)) table.set(name, reader);
  return table;
}

function parameterReader(name: string, kind: ParameterTable[string]): FieldReader {
  if (kind === 'time') {
    return (_world, object) => {
      const atMs = numberValue(object, name);
      return atMs === null || atMs === 0 ? undefined : formatGraphTime(atMs);
    };
  }
  if (kind === 'integer' && !NUMBERS_ON_THE_WIRE.has(name)) {
    return (_world, object) => {
      const amount = numberValue(object, name);
      return amount === null ? undefined : String(amount);
    };
  }
  return (_world, object) => object.values[name];
}

function renderLinked(world: World, id: string | null, inner: readonly FieldRequest[]): unknown {
  const linked = id === null ? undefined : world.store.get(id);
  return linked === undefined ? undefined : renderObject(world, linked, inner);
}

function labelsOf(world: World, object: StoredObject): unknown {
  if (object.labelIds.length === 0) return undefined;
  return object.labelIds.flatMap((id) => {
    const label = world.store.get(id);
    if (label === undefined) return [];
    const created = formatGraphTime(label.createdAtMs);
    return [{ id, name: nameOf(label), created_time: created, updated_time: formatGraphTime(label.updatedAtMs) }];
  });
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function videoIdOf(creative: StoredObject): unknown {
  const spec = creative.values['object_story_spec'] as { video_data?: { video_id?: unknown } } | undefined;
  return spec?.video_data?.video_id;
}
