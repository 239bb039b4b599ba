import type { EntityManager } from '@mikro-orm/postgresql';
import type { CampaignInput } from '../campaign-saga/input.ts';
import { objectOfStep } from '../domain/tree-objects.ts';
import type { SweepLine } from '../reconcile/sweep.ts';
import type { ObjectChange } from './object-changes.ts';
import { writeObjects } from './write-objects.ts';

/** Enters objects that belong to a built campaign but stand in no row. */
export async function adoptObjects(em: EntityManager, lines: readonly SweepLine[]): Promise<void> {
  const changes: ObjectChange[] = [];
  for (const line of lines) {
    if (line.verdict !== 'adopt' || line.campaign_id === null || line.step === null) continue;
    const [saga] = await em.execute<{ input: CampaignInput }[]>(`select input from sagas where id = ?`, [line.campaign_id]);
    const object = saga && objectOfStep(line.campaign_id, saga.input, line.step);
    if (!saga || !object) continue;
    changes.push({
      level: object.level,
      id: object.id,
      campaign_id: line.campaign_id,
      adset_id: saga.input.adsetId,
      creative_id: saga.input.ads[object.index]?.creativeId ?? null,
      clip_id: object.clipId,
      meta_id: line.meta_id,
      removed: false,
      left_reason: null,
      daily_budget_cents: saga.input.request.dailyBudgetCents,
      lifetime_budget_cents: saga.input.request.lifetimeBudgetCents,
    });
  }
  await writeObjects(em, changes);
}
