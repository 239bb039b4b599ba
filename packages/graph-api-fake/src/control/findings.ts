import { couldDeliver, isLive } from '../status.ts';
import { nameOf, numberValue, type StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';

/**
 * `GET /__fake/findings?key=`: what assertions ask. `created_by_key` holds campaigns, deleted ones too, that carry the key in
 * their name or a label; `orphans` are live parents without a live child; `spend_at_risk_cents` are daily budgets that would be
 * spent because everything above and below them is ACTIVE.
 */
export function findings(world: World, key: string | null): Record<string, unknown> {
  const campaigns: string[] = [];
  const active: string[] = [];
  const orphans: string[] = [];
  const atRisk: Record<string, number> = {};
  for (const object of world.store.all()) {
    if (key !== null && object.level === 'campaign' && carries(world, object, key)) campaigns.push(object.id);
    if (couldDeliver(world, object)) active.push(object.id);
    if (isOrphan(world, object)) orphans.push(object.id);
    if (spends(world, object))
      atRisk[object.account] = (atRisk[object.account] ?? 0) + (numberValue(object, 'daily_budget') ?? 0);
  }
  return { created_by_key: campaigns, active, orphans, spend_at_risk_cents: atRisk };
}

function carries(world: World, object: StoredObject, key: string): boolean {
  const labels = object.labelIds.map((id) => world.store.get(id));
  return nameOf(object).includes(key) || labels.some((label) => label !== undefined && nameOf(label).includes(key));
}

function isOrphan(world: World, object: StoredObject): boolean {
  if (object.level !== 'campaign' && object.level !== 'adset') return false;
  const childLevel = object.level === 'campaign' ? 'adset' : 'ad';
  return isLive(world, object) && !world.store.list(object.id, childLevel).some((child) => isLive(world, child));
}

function spends(world: World, object: StoredObject): boolean {
  if (object.level !== 'campaign' && object.level !== 'adset') return false;
  if (!couldDeliver(world, object) || numberValue(object, 'daily_budget') === null) return false;
  return world.store.list(object.id, 'ad').some((ad) => {
    const lineage = [ad, ...[ad.adSetId, ad.campaignId].flatMap((id) => (id === null ? [] : (world.store.get(id) ?? [])))];
    return lineage.every((member) => couldDeliver(world, member));
  });
}
