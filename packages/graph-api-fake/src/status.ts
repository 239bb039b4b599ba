import type { ConfiguredStatus, StoredObject } from './store/stored-object.ts';
import type { World } from './world.ts';

export type EffectiveStatus = ConfiguredStatus | 'CAMPAIGN_PAUSED' | 'ADSET_PAUSED' | 'PENDING_REVIEW';

export const EFFECTIVE_STATUSES = [
  'ACTIVE',
  'PAUSED',
  'DELETED',
  'ARCHIVED',
  'CAMPAIGN_PAUSED',
  'ADSET_PAUSED',
  'PENDING_REVIEW',
  'DISAPPROVED',
  'PREAPPROVED',
  'PENDING_BILLING_INFO',
  'IN_PROCESS',
  'WITH_ISSUES',
] as const;

/** What Meta would show: deletion and archiving are inherited first, then pauses, then an ad's review. */
export function effectiveStatus(world: World, object: StoredObject): EffectiveStatus {
  const campaign = parentOf(world, object.campaignId);
  const adSet = parentOf(world, object.adSetId);
  const statuses = [object.status, adSet?.status, campaign?.status];
  if (statuses.includes('DELETED')) return 'DELETED';
  if (statuses.includes('ARCHIVED')) return 'ARCHIVED';
  if (object.status === 'PAUSED') return 'PAUSED';
  if (adSet?.status === 'PAUSED') return 'ADSET_PAUSED';
  if (campaign?.status === 'PAUSED') return 'CAMPAIGN_PAUSED';
  if (object.level === 'ad' && world.clock.nowMs() < reviewedAtMs(world, object)) return 'PENDING_REVIEW';
  return 'ACTIVE';
}

/** Review starts with the ad's creation, whatever its status. */
export function reviewedAtMs(world: World, ad: StoredObject): number {
  return ad.createdAtMs + world.settings.reviewMs;
}

/** Neither deleted nor archived, itself or through a parent. */
export function isLive(world: World, object: StoredObject): boolean {
  const status = effectiveStatus(world, object);
  return status !== 'DELETED' && status !== 'ARCHIVED';
}

/** When the object, or the first of its parents, was deleted. */
export function deletedAtMs(world: World, object: StoredObject): number | null {
  const lineage = [object, parentOf(world, object.adSetId), parentOf(world, object.campaignId)];
  const times = lineage.flatMap((member) => (member?.deletedAtMs == null ? [] : [member.deletedAtMs]));
  return times.length === 0 ? null : Math.min(...times);
}

/** Configured ACTIVE and not gone: it delivers as soon as its parents and its review allow. */
export function couldDeliver(world: World, object: StoredObject): boolean {
  return object.status === 'ACTIVE' && DELIVERING_LEVELS.has(object.level) && isLive(world, object);
}

const DELIVERING_LEVELS: ReadonlySet<string> = new Set(['campaign', 'adset', 'ad']);

function parentOf(world: World, id: string | null): StoredObject | undefined {
  return id === null ? undefined : world.store.get(id);
}

/** Sets the configured status and remembers when. */
export function setStatus(world: World, object: StoredObject, status: ConfiguredStatus): void {
  if (object.status === status) return;
  const nowMs = world.clock.nowMs();
  object.status = status;
  object.statusLog.push({ atMs: nowMs, status });
  if (status === 'DELETED') object.deletedAtMs = nowMs;
  object.updatedAtMs = nowMs;
  world.store.changed(object);
}
