import { renderObject } from '../fields/object-fields.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { type AccountCall, type GraphCall, type GraphReply, reply } from '../graph-call.ts';
import type { Params } from '../params/decode-parameter.ts';
import type { ConfiguredStatus, Level, StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import { attachLabels } from './label.ts';

export interface NewObject {
  readonly level: Level;
  readonly account: string;
  readonly values: Params;
  readonly status?: ConfiguredStatus;
  readonly campaignId?: string | null;
  readonly adSetId?: string | null;
  readonly creativeId?: string | null;
}

/** Puts a new object under the next id. */
export function storeObject(world: World, made: NewObject): StoredObject {
  const id = world.ids.next();
  const nowMs = world.clock.nowMs();
  const status = made.status ?? 'ACTIVE';
  const object: StoredObject = {
    id,
    seq: sequenceOf(id),
    level: made.level,
    account: made.account,
    values: made.values,
    status,
    statusLog: [{ atMs: nowMs, status }],
    campaignId: made.campaignId ?? null,
    adSetId: made.adSetId ?? null,
    creativeId: made.creativeId ?? null,
    labelIds: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
    listedFromMs: nowMs,
  };
  world.store.insert(object);
  return object;
}

/** Ids count up in their last 15 digits, which a number holds exactly. */
function sequenceOf(id: string): number {
  return Number(id.slice(3));
}

/** Whether the caller only wants to know if the creation would be accepted. */
export function isValidateOnly(params: Params): boolean {
  const options = params['execution_options'];
  const text = Array.isArray(options) ? options.join() : String(options ?? '');
  return text.includes('validate_only');
}

export const VALIDATED: GraphReply = reply({ success: true });

/** Stores what passed validation and answers as a create does: the id, plus the fields asked for (read after write). */
export function completeCreation(call: AccountCall, made: Omit<NewObject, 'account'>): GraphReply {
  if (isValidateOnly(call.params)) return VALIDATED;
  const object = storeObject(call.world, { ...made, account: call.account.id });
  attachLabels(call.world, object, call.params['adlabels']);
  const extra = made.level === 'adset' ? { success: true } : {};
  return { body: { ...creationBody(call, object), ...extra }, created: [object.id] };
}

/** `{id}`, or with `fields` what those show. */
export function creationBody(call: GraphCall, object: StoredObject): Params {
  if (call.params['fields'] === undefined) return { id: object.id };
  return renderObject(call.world, object, parseFields(call.params['fields']));
}

/** The status a new object asks for; Meta's default is ACTIVE. */
export function statusAtCreation(values: Params): ConfiguredStatus {
  return values['status'] === 'PAUSED' ? 'PAUSED' : 'ACTIVE';
}
