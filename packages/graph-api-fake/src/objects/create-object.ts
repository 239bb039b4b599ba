import { renderObject } from '../fields/object-fields.ts';
import { parseFields } from '../fields/parse-fields.ts';
import type { AccountCall, GraphCall, GraphReply } from '../graph-call.ts';
import type { Params } from '../params/decode-parameter.ts';
import type { ConfiguredStatus, StoredObject } from '../store/stored-object.ts';
import { attachLabels } from './label.ts';
import { isValidateOnly, type NewObject, storeObject, VALIDATED } from './store-object.ts';

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
