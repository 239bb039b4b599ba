import { mayDeliver } from '../review.ts';
import { reviewedAtMs } from '../status.ts';
import { numberValue, type StatusChange, type StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import type { AdTruth } from './truth-book.ts';

/** Half-open: from inclusive, to exclusive. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When the ad delivered up to now: the granted past, then every time it, its ad set and its campaign were ACTIVE and it was reviewed. */
export function deliveryIntervals(world: World, ad: StoredObject, truth: AdTruth): Interval[] {
  const granted = { fromMs: truth.grantFromMs, toMs: truth.grantToMs };
  const intervals = granted.toMs > granted.fromMs ? [granted] : [];
  return [...intervals, ...activeIntervals(world, ad, truth.grantToMs)];
}

function activeIntervals(world: World, ad: StoredObject, sinceMs: number): Interval[] {
  const nowMs = world.clock.nowMs();
  const lineage = [ad, ad.adSetId, ad.campaignId].flatMap((member) => {
    const object = typeof member === 'string' ? world.store.get(member) : member;
    return object === null || object === undefined ? [] : [object];
  });
  const bounds = scheduleOf(lineage);
  const startMs = Math.max(sinceMs, reviewedAtMs(world, ad), bounds.fromMs);
  const endMs = Math.min(nowMs, bounds.toMs);
  const changes = lineage.flatMap(changeTimes);
  const points = [startMs, ...changes.filter((atMs) => atMs > startMs && atMs < endMs).sort((one, other) => one - other), endMs];
  return points.slice(0, -1).flatMap((fromMs, index) => {
    const toMs = points[index + 1] ?? fromMs;
    const isActive = toMs > fromMs && lineage.every((object) => isOn(object, fromMs));
    return isActive ? [{ fromMs, toMs }] : [];
  });
}

function changeTimes(object: StoredObject): number[] {
  const reviews = object.reviews?.flatMap(({ atMs, untilMs }) => (untilMs === null ? [atMs] : [atMs, untilMs])) ?? [];
  return [...object.statusLog.map((change) => change.atMs), ...reviews];
}

function isOn(object: StoredObject, atMs: number): boolean {
  return statusAt(object.statusLog, atMs) === 'ACTIVE' && mayDeliver(object, atMs);
}

function scheduleOf(lineage: readonly StoredObject[]): Interval {
  const adSet = lineage.find((object) => object.level === 'adset');
  const endMs = adSet === undefined ? null : numberValue(adSet, 'end_time');
  return {
    fromMs: (adSet === undefined ? null : numberValue(adSet, 'start_time')) ?? 0,
    toMs: endMs === null || endMs === 0 ? Number.POSITIVE_INFINITY : endMs,
  };
}

function statusAt(log: readonly StatusChange[], atMs: number): string | undefined {
  let status: string | undefined;
  for (const change of log) if (change.atMs <= atMs) status = change.status;
  return status;
}

/** How much of this stretch of time the intervals cover, from 0 to 1. */
export function coveredShare(intervals: readonly Interval[], stretch: Interval): number {
  let coveredMs = 0;
  for (const { fromMs, toMs } of intervals)
    coveredMs += Math.max(0, Math.min(toMs, stretch.toMs) - Math.max(fromMs, stretch.fromMs));
  return coveredMs / (stretch.toMs - stretch.fromMs);
}
