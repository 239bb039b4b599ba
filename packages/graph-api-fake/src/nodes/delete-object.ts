import { invalidParameter } from '../errors.ts';
import { type GraphReply, reply } from '../graph-call.ts';
import { deleteLabel } from '../objects/label.ts';
import { isLive, setStatus } from '../status.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';

/** `DELETE /<id>`. Children inherit it through their effective status. Deleting once more is a success: the state holds. */
export function deleteObject(world: World, object: StoredObject): GraphReply {
  if (object.level === 'creative') checkUnused(world, object);
  if (object.level === 'label') deleteLabel(world, object);
  else setStatus(world, object, 'DELETED');
  return reply({ success: true });
}

function checkUnused(world: World, creative: StoredObject): void {
  if (!world.settings.rules.refuseDeleteOfUsedCreative) return;
  if (!world.store.list(creative.id, 'ad').some((ad) => ad.creativeId === creative.id && isLive(world, ad))) return;
  throw invalidParameter(1487390, 'Creative In Use', 'This creative is used by an ad and cannot be deleted.', 'creative_id');
}
