import type { AccountAccess } from '../access.ts';
import type { GraphClient } from '../client.ts';
import { marker, sagaLabel } from '../marker.ts';
import { payloadFor } from '../plan/payload-for.ts';
import type { CampaignPlan, StepName } from '../plan/plan.ts';

export type Ids = { [step in StepName]?: string };

/** The marker of a step in tests. */
export const keyOf = (saga: string, step: string): string => marker('secret', saga, step);

/** Creates every object of a plan in order. */
export async function buildTree(client: GraphClient, access: AccountAccess, plan: CampaignPlan, saga = 'saga-1'): Promise<Ids> {
  const ids: Ids = {};
  for (const { step, level, name, ...rest } of plan.steps) {
    const fields = payloadFor({ step, level, name, ...rest }, ids);
    const request = { level, name, fields, marker: keyOf(saga, step), label: sagaLabel('secret', saga) };
    const outcome = await client.create(access, request);
    if (outcome.outcome !== 'confirmed') throw new Error(`${step}: ${JSON.stringify(outcome)}`);
    ids[step] = outcome.id;
  }
  return ids;
}
