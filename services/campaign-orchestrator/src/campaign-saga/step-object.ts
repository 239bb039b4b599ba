import { type CreateRequest, marker, type PlanStep, payloadFor, type StepIds, sagaLabel } from '@mao/graph-api';
import type { CampaignDeps } from './deps.ts';
import type { CampaignResults, CreatedObject } from './results.ts';

interface Tree {
  readonly sagaId: string;
  readonly results: Readonly<Partial<CampaignResults>>;
  readonly deps: CampaignDeps;
}

/** The plan's step of that name. @throws Error when the check has not been done: a programmer's error */
export function planStep(tree: Tree, name: string): PlanStep {
  const step = tree.results.check?.plan.steps.find((candidate) => candidate.step === name);
  if (step === undefined) throw new Error(`the plan has no step ${name}`);
  return step;
}

/** The ids of what has been made so far, by step name. */
export function createdIds(results: Readonly<Partial<CampaignResults>>): StepIds {
  const entries = Object.entries(results).filter((entry): entry is [string, CreatedObject] => hasMetaId(entry[1]));
  return Object.fromEntries(entries.map(([name, result]) => [name, result.metaId]));
}

const hasMetaId = (result: unknown): result is CreatedObject =>
  typeof result === 'object' && result !== null && 'metaId' in result;

/** The create call of a step, always the same for the same saga and step. */
export function createRequest(tree: Tree, name: string): CreateRequest {
  const step = planStep(tree, name);
  return {
    level: step.level,
    name: step.name,
    fields: payloadFor(step, createdIds(tree.results)),
    marker: stepMarker(tree, name),
    label: sagaLabel(tree.deps.markerSecret, tree.sagaId),
  };
}

export const stepMarker = (tree: Tree, name: string): string => marker(tree.deps.markerSecret, tree.sagaId, name);
