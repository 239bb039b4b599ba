import { markerIn } from '@mao/graph-api';
import { type CompensatableStep, type CompensationContext, done, failed, type StepOutcome } from '@mao/saga';
import { accessOf } from './access.ts';
import { CREATE_DEADLINE_MS, create } from './create-step.ts';
import type { CampaignDeps } from './deps.ts';
import type { CampaignInput } from './input.ts';
import { repeatable, TOKEN_MISSING } from './outcomes.ts';
import type { CampaignResults, CreatedObject, Removal } from './results.ts';
import { retryPolicies } from './retry-policies.ts';
import { stepMarker } from './step-object.ts';

type UndoContext = CompensationContext<CampaignInput, CampaignDeps, CampaignResults, CreatedObject>;
type CreativeName = `creative_${number}`;

/**
 * A creative needs no look before it is sent again: Meta hands out the one it has for the same content. For the same reason it
 * may not be ours to remove.
 */
export function creativeStep(
  name: CreativeName,
  deps: Pick<CampaignDeps, 'maxAttempts' | 'retryBaseMs'>,
): CompensatableStep<CampaignInput, CampaignDeps, CampaignResults, CreativeName> {
  return {
    name,
    deadlineMs: CREATE_DEADLINE_MS,
    ...retryPolicies(deps),
    run: (ctx) => create(ctx, name),
    compensate: (ctx) => remove(ctx as UndoContext, name),
  };
}

async function remove(ctx: UndoContext, name: CreativeName): Promise<StepOutcome<Removal>> {
  const access = await accessOf(ctx);
  if (access === undefined) return failed(TOKEN_MISSING);
  const made = ctx.result === undefined ? await create(ctx, name) : done(ctx.result);
  if (made.type === 'rejected') return done({ removed: [], left: [] }); // Meta refuses it, so there is none.
  if (made.type !== 'done') return made;
  const { metaId } = made.result;
  const node = await ctx.deps.graph.get(access, metaId, ['name']);
  if (!node.ok) return node.error.class === 'NOT_FOUND' ? done({ removed: [metaId], left: [] }) : repeatable(node.error);
  const isOurs = markerIn(String(node.value['name'] ?? '')) === stepMarker(ctx, name);
  if (!isOurs || (await ctx.deps.replicas.isCreativeShared(metaId, ctx.sagaId)))
    return done({ removed: [], left: [{ metaId, reason: 'shared' }] });
  const removal = await ctx.deps.graph.delete(access, 'creative', metaId);
  return removal.ok ? done({ removed: [metaId], left: [] }) : repeatable(removal.error);
}
