import { badParameter } from './errors.ts';
import { ownEntry } from './own-entry.ts';
import { decodeParameter, isRecord, type Params, readStringList } from './params/decode-parameter.ts';
import { EFFECTIVE_STATUSES, effectiveStatus } from './status.ts';
import { nameOf, type StoredObject, textValue } from './store/stored-object.ts';
import { parseGraphTime } from './time/graph-time.ts';
import type { World } from './world.ts';

/** Whether a list shows the object. */
export type ObjectFilter = (object: StoredObject) => boolean;

/**
 * The filter an edge was asked for. Without one on status it shows what is neither archived nor deleted;
 * a status filter shows what it names, and naming DELETED is an error at Meta.
 */
export function readObjectFilter(world: World, params: Params): ObjectFilter {
  const conditions = readConditions(params);
  const tests = conditions.map((condition) => toTest(world, condition));
  const asksForStatus = conditions.some(isStatusCondition);
  return (object) => {
    if (object.listedFromMs > world.clock.nowMs()) return false;
    if (!asksForStatus && isGone(world, object)) return false;
    return tests.every((test) => test(object));
  };
}

/** The conditions alone, for edges that decide themselves what is visible. */
export function readConditionTests(world: World, params: Params): { readonly test: ObjectFilter; readonly namesStatus: boolean } {
  const conditions = readConditions(params);
  const tests = conditions.map((condition) => toTest(world, condition));
  return { test: (object) => tests.every((test) => test(object)), namesStatus: conditions.some(isStatusCondition) };
}

function isStatusCondition(condition: Condition): boolean {
  return condition.field.endsWith('effective_status');
}

function isGone(world: World, object: StoredObject): boolean {
  const status = effectiveStatus(world, object);
  return status === 'DELETED' || status === 'ARCHIVED';
}

interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

function readConditions(params: Params): Condition[] {
  const conditions = readFiltering(params['filtering']);
  const statuses = readStringList('effective_status', params['effective_status']);
  if (statuses !== undefined) conditions.push({ field: 'effective_status', operator: 'IN', value: statuses });
  for (const condition of conditions) if (isStatusCondition(condition)) checkStatuses(condition);
  return conditions;
}

/** `[{field, operator, value}]` with field names of the level itself: `campaign.name` on campaigns is `name`. */
function readFiltering(raw: unknown): Condition[] {
  if (raw === undefined || raw === null || raw === '') return [];
  const list = decodeParameter('filtering', 'list', raw) as unknown[];
  return list.map((item) => {
    if (!isRecord(item)) throw badParameter('Each filter must be an object with field, operator and value', 'filtering');
    const { field, operator, value } = item;
    if (typeof field !== 'string' || typeof operator !== 'string')
      throw badParameter('A filter needs field and operator', 'filtering');
    return { field: ownEntry(ALIASES, field) ?? field, operator: operator.toUpperCase(), value };
  });
}

const ALIASES: Readonly<Record<string, string>> = {
  status: 'effective_status',
  configured_status: 'effective_status',
  delivery_status: 'effective_status',
};

function checkStatuses(condition: Condition): void {
  const values = asList(condition.value).map(String);
  const unknown = values.find((value) => !(EFFECTIVE_STATUSES as readonly string[]).includes(value));
  if (unknown !== undefined)
    throw badParameter(`effective_status must be one of the following values: ${EFFECTIVE_STATUSES.join(', ')}`);
  const selects = condition.operator === 'IN' || condition.operator === 'EQUAL';
  if (selects && values.includes('DELETED')) throw cannotListDeleted();
}

function cannotListDeleted(): Error {
  return badParameter(
    'Cannot request for deleted objects in this edge: effective_status must not hold DELETED',
    'effective_status',
  );
}

type FieldValue = string | number | readonly string[] | null;

const READERS: Readonly<Record<string, (world: World, object: StoredObject) => FieldValue>> = {
  id: (_world, object) => object.id,
  name: (_world, object) => nameOf(object),
  title: (_world, object) => textValue(object, 'title') ?? nameOf(object),
  objective: (_world, object) => textValue(object, 'objective'),
  optimization_goal: (_world, object) => textValue(object, 'optimization_goal'),
  effective_status: effectiveStatus,
  created_time: (_world, object) => object.createdAtMs,
  updated_time: (_world, object) => object.updatedAtMs,
  campaign_id: (_world, object) => object.campaignId,
  adset_id: (_world, object) => object.adSetId,
  adlabels: (world, object) =>
    object.labelIds.map((id) => {
      const label = world.store.get(id);
      return label === undefined ? id : nameOf(label);
    }),
};

function readerOf(field: string): ((world: World, object: StoredObject) => FieldValue) | undefined {
  const own = ownEntry(READERS, field);
  if (own !== undefined) return own;
  const [prefix, rest] = field.split('.');
  if (prefix === undefined || rest === undefined) return undefined;
  return (world, object) => {
    const target = targetOf(world, object, prefix);
    return target === undefined ? null : (ownEntry(READERS, rest)?.(world, target) ?? null);
  };
}

const PREFIXES: ReadonlySet<string> = new Set(['campaign', 'adset', 'ad']);

function targetOf(world: World, object: StoredObject, level: string): StoredObject | undefined {
  if (object.level === level) return object;
  const id = level === 'campaign' ? object.campaignId : level === 'adset' ? object.adSetId : null;
  return id === null ? undefined : world.store.get(id);
}

function toTest(world: World, condition: Condition): ObjectFilter {
  const [prefix, rest] = condition.field.split('.');
  const isKnown =
    ownEntry(READERS, condition.field) !== undefined ||
    (PREFIXES.has(prefix ?? '') && ownEntry(READERS, rest ?? '') !== undefined);
  const read = isKnown ? readerOf(condition.field) : undefined;
  const compare = ownEntry(OPERATORS, condition.operator);
  if (read === undefined || compare === undefined) {
    throw badParameter(
      `Filtering field '${condition.field}' with operation '${condition.operator}' is not supported`,
      'filtering',
    );
  }
  const isTime = condition.field.endsWith('_time');
  const wanted = asList(condition.value).map((value) => (isTime ? (parseGraphTime(value) ?? Number.NaN) : String(value)));
  return (object) => compare(read(world, object), wanted);
}

type Wanted = readonly (string | number)[];

const OPERATORS: Readonly<Record<string, (actual: FieldValue, wanted: Wanted) => boolean>> = {
  EQUAL: (actual, wanted) => isAnyOf(actual, wanted),
  NOT_EQUAL: (actual, wanted) => !isAnyOf(actual, wanted),
  IN: (actual, wanted) => isAnyOf(actual, wanted),
  NOT_IN: (actual, wanted) => !isAnyOf(actual, wanted),
  ANY: (actual, wanted) => isAnyOf(actual, wanted),
  NONE: (actual, wanted) => !isAnyOf(actual, wanted),
  ALL: (actual, wanted) => wanted.every((value) => isAnyOf(actual, [value])),
  CONTAIN: (actual, wanted) => wanted.some((value) => lower(actual).includes(lower(value))),
  NOT_CONTAIN: (actual, wanted) => wanted.every((value) => !lower(actual).includes(lower(value))),
  STARTS_WITH: (actual, wanted) => wanted.some((value) => lower(actual).startsWith(lower(value))),
  GREATER_THAN: (actual, wanted) => compareValues(actual, wanted[0]) > 0,
  GREATER_THAN_OR_EQUAL: (actual, wanted) => compareValues(actual, wanted[0]) >= 0,
  LESS_THAN: (actual, wanted) => compareValues(actual, wanted[0]) < 0,
  LESS_THAN_OR_EQUAL: (actual, wanted) => compareValues(actual, wanted[0]) <= 0,
  IN_RANGE: (actual, wanted) => compareValues(actual, wanted[0]) >= 0 && compareValues(actual, wanted[1]) <= 0,
};

function isAnyOf(actual: FieldValue, wanted: Wanted): boolean {
  const values = Array.isArray(actual) ? actual : [actual];
  return values.some((value) => wanted.includes(value));
}

function compareValues(actual: FieldValue, wanted: string | number | undefined): number {
  if (typeof actual === 'number' && typeof wanted === 'number') return actual - wanted;
  return String(actual).localeCompare(String(wanted));
}

function lower(value: FieldValue | number): string {
  return String(value).toLowerCase();
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
