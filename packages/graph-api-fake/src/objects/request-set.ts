import { badParameter, parameterRequired } from '../errors.ts';
import { renderObject } from '../fields/object-fields.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { requestIds } from '../fields/request-set-fields.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { decodeParameter, isRecord } from '../params/decode-parameter.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { storeObject } from './store-object.ts';

const MAX_ENTRIES = 1000;

/** Checks and stores an asynchronous batch; its entries are carried out by whoever executes the call. */
export function createRequestSet(call: AccountCall): GraphReply {
  const { adbatch, name } = call.params;
  if (adbatch === undefined) throw parameterRequired('adbatch');
  const entries = decodeParameter('adbatch', 'list', adbatch) as unknown[];
  if (entries.length > MAX_ENTRIES) throw badParameter(`adbatch can hold at most ${MAX_ENTRIES} requests`, 'adbatch');
  const isSound = entries.every((entry) => isRecord(entry) && typeof entry['relative_url'] === 'string');
  if (!isSound) throw badParameter('Each entry of adbatch needs a relative_url', 'adbatch');
  const values = { name: name ?? '', entries };
  const set = storeObject(call.world, { level: 'request_set', account: call.account.id, values });
  return { body: { id: set.id }, created: [set.id] };
}

/** `GET /<set>/requests`. */
export function listRequests(call: AccountCall, { object: set }: { readonly object: StoredObject | null }): GraphReply {
  const fields = parseFields(call.params['fields']);
  const requests = set === null ? [] : requestIds(set).flatMap((id) => call.world.store.get(id) ?? []);
  return reply({ data: requests.map((request) => renderObject(call.world, request, fields)) });
}
