import { parameterRequired } from '../errors.ts';
import { renderObject } from '../fields/object-fields.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { type ObjectFilter, readObjectFilter } from '../filtering.ts';
import { type GraphCall, type GraphReply, reply } from '../graph-call.ts';
import { pageEnvelope, pageOfObjects } from '../paging.ts';
import { readStringList } from '../params/decode-parameter.ts';
import type { Level, StoredObject } from '../store/stored-object.ts';

/** A list edge: the children of a node at one level. */
export function listChildren(call: GraphCall, parentId: string, level: Level): GraphReply {
  return listObjects(call, call.world.store.list(parentId, level), readObjectFilter(call.world, call.params));
}

/** `GET /act_<id>/<level>sbylabels?ad_label_ids=[…]&operator=ANY|ALL`. */
export function listByLabels(call: GraphCall, accountId: string, level: Level): GraphReply {
  const labelIds = readStringList('ad_label_ids', call.params['ad_label_ids']);
  if (labelIds === undefined || labelIds.length === 0) throw parameterRequired('ad_label_ids');
  const needsAll = String(call.params['operator'] ?? 'ANY').toUpperCase() === 'ALL';
  const isShown = readObjectFilter(call.world, call.params);
  const isLabelled: ObjectFilter = (object) => {
    if (object.account !== accountId || !isShown(object)) return false;
    return needsAll ? labelIds.every((id) => object.labelIds.includes(id)) : labelIds.some((id) => object.labelIds.includes(id));
  };
  return listObjects(call, carriersOf(call, labelIds, needsAll, level), isLabelled);
}

/** ALL can be answered from one label's list; ANY needs the union, in order of creation. */
function carriersOf(call: GraphCall, labelIds: readonly string[], needsAll: boolean, level: Level): readonly StoredObject[] {
  const { store } = call.world;
  const [first] = labelIds;
  if (first !== undefined && (needsAll || labelIds.length === 1)) return store.list(first, level);
  const union = new Set(labelIds.flatMap((id) => [...store.list(id, level)]));
  return [...union].sort((one, other) => one.seq - other.seq);
}

function listObjects(call: GraphCall, list: readonly StoredObject[], isShown: ObjectFilter): GraphReply {
  const fields = parseFields(call.params['fields']);
  const page = pageOfObjects(call, list, isShown);
  const data = page.items.map((object) => renderObject(call.world, object, fields));
  const envelope = pageEnvelope(call, page, data);
  if (wantsSummary(call.params['summary'])) envelope['summary'] = { total_count: list.filter(isShown).length };
  return reply(envelope);
}

function wantsSummary(raw: unknown): boolean {
  return raw !== undefined && raw !== false && raw !== 'false' && raw !== '0';
}
