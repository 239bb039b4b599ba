import { containerStatus } from '../fields/processing-status.ts';
import { deletedAtMs, effectiveStatus } from '../status.ts';
import { type Level, nameOf, numberValue, type StoredObject } from '../store/stored-object.ts';
import { formatGraphTime } from '../time/graph-time.ts';
import type { World } from '../world.ts';

/** Levels the control interface shows. */
export const SHOWN_LEVELS = ['campaign', 'adset', 'creative', 'ad', 'video', 'media'] as const satisfies readonly Level[];

/** One object as `GET /__fake/objects` shows it. Keys that an object has no value for are left out. */
function viewObject(world: World, object: StoredObject): Record<string, unknown> {
  const gone = deletedAtMs(world, object);
  const status = object.level === 'media' ? containerStatus(world, object) : object.status;
  return {
    id: object.id,
    level: object.level,
    account: object.account,
    name: nameOf(object),
    ...present('campaign_id', object.campaignId),
    ...present('adset_id', object.adSetId),
    ...present('creative_id', object.creativeId),
    status,
    effective_status: object.level === 'media' ? status : effectiveStatus(world, object),
    ...present('daily_budget', numberValue(object, 'daily_budget')),
    ...present('lifetime_budget', numberValue(object, 'lifetime_budget')),
    labels: labelNames(world, object),
    created_time: formatGraphTime(object.createdAtMs),
    deleted_time: gone === null ? null : formatGraphTime(gone),
  };
}

function present(key: string, value: string | number | null): Record<string, unknown> {
  return value === null ? {} : { [key]: value };
}

function labelNames(world: World, object: StoredObject): string[] {
  return object.labelIds.flatMap((id) => {
    const label = world.store.get(id);
    return label === undefined ? [] : [nameOf(label)];
  });
}

/** Every object ever made, deleted ones too, in order of creation. */
export function viewObjects(world: World, level: string | null, account: string | null): Record<string, unknown>[] {
  const views: Record<string, unknown>[] = [];
  for (const object of world.store.all()) {
    if (!(SHOWN_LEVELS as readonly string[]).includes(object.level)) continue;
    if (level !== null && object.level !== level) continue;
    if (account !== null && object.account !== account) continue;
    views.push(viewObject(world, object));
  }
  return views;
}
