import type { SagaEvent, SagaTransition } from '@mao/saga';
import type { CampaignInput } from '../campaign-saga/input.ts';
import type { CreatedObject, Removal } from '../campaign-saga/results.ts';
import { type ObjectLevel, objectOfStep } from '../domain/tree-objects.ts';

/** One object at Meta that came into being, was removed, or is left there for a reason. */
export interface ObjectChange {
  readonly level: ObjectLevel;
  readonly id: string;
  readonly campaign_id: string;
  readonly adset_id: string;
  readonly creative_id: string | null;
  readonly clip_id: string | null;
  readonly meta_id: string;
  readonly removed: boolean;
  readonly left_reason: string | null;
  readonly daily_budget_cents: number | null;
  readonly lifetime_budget_cents: number | null;
}

export const inputOf = (transition: SagaTransition): CampaignInput => transition.saga.input as CampaignInput;

/** What the transition says about objects. Pure. */
export function objectChanges(transition: SagaTransition): ObjectChange[] {
  return transition.events.flatMap((event) => changesOf(transition, event));
}

function changesOf(transition: SagaTransition, event: SagaEvent): ObjectChange[] {
  if (event.type === 'step-done') {
    const { metaId } = (event.result ?? {}) as Partial<CreatedObject>;
    return metaId === undefined ? [] : change(transition, event.step, { metaId, removed: false, leftReason: null });
  }
  if (event.type === 'compensation-done') {
    const { removed = [], left = [] } = (event.result ?? {}) as Partial<Removal>;
    return [
      ...removed.flatMap((metaId) => change(transition, event.step, { metaId, removed: true, leftReason: null })),
      ...left.flatMap(({ metaId, reason }) => change(transition, event.step, { metaId, removed: false, leftReason: reason })),
    ];
  }
  return [];
}

function change(
  transition: SagaTransition,
  step: string,
  what: { metaId: string; removed: boolean; leftReason: string | null },
): ObjectChange[] {
  const input = inputOf(transition);
  const object = objectOfStep(transition.saga.id, input, step);
  if (object === undefined) return [];
  return [
    {
      level: object.level,
      id: object.id,
      campaign_id: transition.saga.id,
      adset_id: input.adsetId,
      creative_id: input.ads[object.index]?.creativeId ?? null,
      clip_id: object.clipId,
      meta_id: what.metaId,
      removed: what.removed,
      left_reason: what.leftReason,
      daily_budget_cents: input.request.dailyBudgetCents,
      lifetime_budget_cents: input.request.lifetimeBudgetCents,
    },
  ];
}
