import { couldDeliver, deletedAtMs, isLive } from '../status.ts';
import { nameOf, numberValue, type StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import { SHOWN_LEVELS } from './object-view.ts';

interface LevelCounts {
  total: number;
  /** Neither deleted nor archived, itself or through a parent. */
  live: number;
  /** Live and configured ACTIVE, on the levels that can spend money. */
  active: number;
  deleted: number;
}

/** `GET /__fake/summary`: the record by which tests judge what a caller left behind. */
export function summarize(world: World): Record<string, unknown> {
  const levels: Record<string, LevelCounts> = {};
  for (const level of SHOWN_LEVELS) levels[level] = { total: 0, live: 0, active: 0, deleted: 0 };
  const markers = new Map<string, number>();
  const budgets: Record<string, number> = {};
  let published = 0;
  for (const object of world.store.all()) {
    if (object.level === 'post') published += 1;
    countObject(world, object, levels[object.level]);
    countMarker(world, object, markers);
    addBudget(world, object, budgets);
  }
  return {
    levels,
    duplicate_markers: [...markers].filter(([, count]) => count > 1).map(([key]) => key.split(' ')[0]),
    live_daily_budget_cents: budgets,
    max_points_300s: highestScores(world),
    media_published: published,
  };
}

function countObject(world: World, object: StoredObject, counts: LevelCounts | undefined): void {
  if (counts === undefined) return;
  counts.total += 1;
  if (isLive(world, object)) counts.live += 1;
  if (couldDeliver(world, object)) counts.active += 1;
  if (deletedAtMs(world, object) !== null) counts.deleted += 1;
}

/** A marker is the last bracket of a name: `Summer sale [xo:k3y]`. Labels are shared by a whole tree and are no marker of one object. */
const MARKER = /\[([A-Za-z]+:[^\][\s]+)\]\s*$/;

function countMarker(world: World, object: StoredObject, markers: Map<string, number>): void {
  const marker = MARKER.exec(nameOf(object))?.[1];
  if (marker === undefined || object.level === 'media' || !isLive(world, object)) return;
  const parent = object.adSetId ?? object.campaignId ?? object.account;
  const key = `${marker} ${object.level} ${parent}`;
  markers.set(key, (markers.get(key) ?? 0) + 1);
}

function addBudget(world: World, object: StoredObject, budgets: Record<string, number>): void {
  const daily = numberValue(object, 'daily_budget');
  if (daily === null || !isLive(world, object)) return;
  budgets[object.account] = (budgets[object.account] ?? 0) + daily;
}

function highestScores(world: World): Record<string, number> {
  const scores: Record<string, number> = {};
  for (const account of world.accounts.all()) {
    if (account.id.startsWith('act_')) scores[account.id] = account.limits.maxPoints300s;
  }
  return scores;
}
