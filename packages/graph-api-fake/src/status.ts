import { reviewAt, scriptedStatus } from './review.ts';
import type { ConfiguredStatus, StoredObject } from './store/stored-object.ts';
import type { World } from './world.ts';

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

export type EffectiveStatus = (typeof EFFECTIVE_STATUSES)[number];

/** What Meta would show: deletion and archiving are inherited first, then what a script says, then pauses, then an ad's review. */
export function effectiveStatus(world: World, object: StoredObject): EffectiveStatus {
  const campaign = parentOf(world, object.campaignId);
  const adSet = parentOf(world, object.adSetId);
  const statuses = [object.status, adSet?.status, campaign?.status];
  if (statuses.includes('DELETED')) return 'DELETED';
  if (statuses.includes('ARCHIVED')) return 'ARCHIVED';
  const nowMs = world.clock.nowMs();
  const isInReview = object.level === 'ad' && nowMs < reviewedAtMs(world, object);
  const script = reviewAt(object, nowMs);
  // The verdict of a review comes at its end; processing has no review to wait for.
  if (script !== null && (!isInReview || script.outcome === 'in_process')) {
    const scripted = scriptedStatus(script.outcome);
    if (scripted !== null) return scripted;
  }
  if (object.status === 'PAUSED') return 'PAUSED';
  if (adSet?.status === 'PAUSED') return 'ADSET_PAUSED';
  if (campaign?.status === 'PAUSED') return 'CAMPAIGN_PAUSED';
  if (isInReview) return 'PENDING_REVIEW';
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
