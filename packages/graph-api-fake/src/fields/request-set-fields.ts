import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import type { FieldReader, FieldTable } from './field-reader.ts';

/** Entries of an asynchronous batch are carried out at once, but show as done only when its processing time is over. */
function isCompleted(world: World, object: StoredObject): boolean {
  return world.clock.nowMs() >= object.createdAtMs + world.settings.processingMs;
}

const count =
  (isCounted: (entry: StoredObject) => boolean, atEndOnly: boolean): FieldReader =>
  (world, set) => {
    if (atEndOnly && !isCompleted(world, set)) return 0;
    return requestIds(set).filter((id) => {
      const entry = world.store.get(id);
      return entry !== undefined && isCounted(entry);
    }).length;
  };

/** Ids of the entries of a set, in the caller's order. */
export function requestIds(set: StoredObject): readonly string[] {
  const ids = set.values['request_ids'];
  return Array.isArray(ids) ? ids.map(String) : [];
}

const hasFailed = (entry: StoredObject): boolean => entry.values['failed'] === true;

export const REQUEST_SET_FIELDS: FieldTable = new Map<string, FieldReader>([
  ['id', (_world, object) => object.id],
  ['name', (_world, object) => object.values['name']],
  ['owner_id', (_world, object) => object.account.replace(/^act_/, '')],
  ['is_completed', isCompleted],
  ['total_count', count(() => true, false)],
  ['initial_count', () => 0],
  ['in_progress_count', (world, set) => (isCompleted(world, set) ? 0 : requestIds(set).length)],
  ['success_count', count((entry) => !hasFailed(entry), true)],
  ['error_count', count(hasFailed, true)],
  ['canceled_count', () => 0],
]);

export const REQUEST_FIELDS: FieldTable = new Map<string, FieldReader>([
  ['id', (_world, object) => object.id],
  ['name', (_world, object) => object.values['name']],
  ['scope_object_id', (_world, object) => object.account.replace(/^act_/, '')],
  ['input', (_world, object) => object.values['input']],
  ['status', (world, object) => (isCompleted(world, object) ? (hasFailed(object) ? 'ERROR' : 'SUCCESS') : 'IN_PROGRESS')],
  ['result', (world, object) => (isCompleted(world, object) ? object.values['result'] : undefined)],
]);
