import type { AccountAccess, FindQuery, FoundObject } from '@mao/graph-api';
import { decideAdoption, sagaLabel } from '@mao/graph-api';
import {
  absent,
  type CompensatableStep,
  type CompensationContext,
  conflict,
  done,
  failed,
  found,
  lookAgain,
  type ReconcileOutcome,
  type StepContext,
  type StepOutcome,
} from '@mao/saga';
import { accessOf } from './access.ts';
import type { CampaignDeps } from './deps.ts';
import type { CampaignInput } from './input.ts';
import { ambiguous, repeatable, TOKEN_MISSING, waitForToken, withoutEffect } from './outcomes.ts';
import type { CampaignResults, CreatedObject, Removal } from './results.ts';
import { retryPolicies } from './retry-policies.ts';
import { createdIds, createRequest, planStep, stepMarker } from './step-object.ts';

type Context = StepContext<CampaignInput, CampaignDeps, CampaignResults>;
type UndoContext = CompensationContext<CampaignInput, CampaignDeps, CampaignResults, CreatedObject>;
export type TreeStepName = 'campaign' | 'ad_set' | `ad_${number}`;

/** Looks before an object counts as absent: its lists may lag. */
const MIN_LOOKS = 3;
/** Long enough for throttles and for a new token. */
export const CREATE_DEADLINE_MS = 25 * 3_600_000;

/** One level of the tree that is found again by its marker: campaign, ad set, ad. */
export function createStep<Name extends TreeStepName>(
  name: Name,
  deps: Pick<CampaignDeps, 'maxAttempts' | 'retryBaseMs'>,
): CompensatableStep<CampaignInput, CampaignDeps, CampaignResults, Name> {
  return {
    name,
    deadlineMs: CREATE_DEADLINE_MS,
    ...retryPolicies(deps),
    run: (ctx) => create(ctx, name),
    reconcile: (ctx) => lookFor(ctx, name),
    compensate: (ctx) => remove(ctx as UndoContext, name),
  } as CompensatableStep<CampaignInput, CampaignDeps, CampaignResults, Name>;
}

/** Sends the create once. What Meta answered decides, never how long it took. */
export async function create(ctx: Context, name: string): Promise<StepOutcome<CreatedObject>> {
  const access = await accessOf(ctx);
  if (access === undefined) return waitForToken();
  const answer = await ctx.deps.graph.create(access, createRequest(ctx, name));
  switch (answer.outcome) {
    case 'confirmed':
      return done({ metaId: answer.id });
    case 'ambiguous':
      return ambiguous(answer.error, answer.retryAfterMs);
    case 'rejected':
    case 'not_sent':
      return withoutEffect(answer.error);
  }
}

async function lookFor(ctx: Context, name: string): Promise<ReconcileOutcome<CreatedObject>> {
  const access = await accessOf(ctx);
  if (access === undefined) return failed(TOKEN_MISSING);
  const answer = await ctx.deps.graph.find(access, findQuery(ctx, name));
  if (!answer.ok) {
    const outcome = repeatable(answer.error);
    return outcome.type === 'rejected' ? failed(outcome.error) : outcome;
  }
  return judge(ctx, access, name, answer.value);
}

async function judge(
  ctx: Context,
  access: AccountAccess,
  name: string,
  objects: readonly FoundObject[],
): Promise<ReconcileOutcome<CreatedObject>> {
  const objective = name === 'campaign' ? ctx.input.request.objective : null;
  const adoption = decideAdoption(objects, { objective });
  switch (adoption.do) {
    case 'none':
      return notSeen(ctx);
    case 'refuse':
      return conflict({
        code: 'adoption-refused',
        message: `Object ${adoption.id} carries our marker, but its ${adoption.reason}.`,
      });
    case 'adopt': {
      // Only a fault of ours can make two; both are PAUSED, so the younger ones are removed.
      for (const id of adoption.duplicates) {
        ctx.deps.logger.error(
          { step: name, kept: adoption.id, duplicate: id },
          'two objects carry one marker: removing the younger one',
        );
        const removal = await ctx.deps.graph.delete(access, planStep(ctx, name).level, id);
        if (!removal.ok) {
          const outcome = repeatable(removal.error);
          return outcome.type === 'rejected' ? failed(outcome.error) : outcome;
        }
      }
      return found({ metaId: adoption.id });
    }
  }
}

/** Absent only after several looks spread over the settle time. */
function notSeen(ctx: Context): ReconcileOutcome<CreatedObject> {
  const { settleMs } = ctx.deps;
  const sinceMs = ctx.now().getTime() - ctx.intentAt.getTime();
  if (ctx.lookNumber >= MIN_LOOKS && sinceMs >= settleMs) return absent();
  return lookAgain(Math.max(50, settleMs / MIN_LOOKS));
}

function findQuery(ctx: Context, name: string): FindQuery {
  const ids = createdIds(ctx.results);
  const marker = stepMarker(ctx, name);
  if (name === 'campaign') return { level: 'campaign', marker, label: sagaLabel(ctx.deps.markerSecret, ctx.sagaId) };
  if (name === 'ad_set') return { level: 'ad_set', marker, campaignId: known(ids.campaign, name) };
  return { level: 'ad', marker, adSetId: known(ids.ad_set, name) };
}

function known(id: string | undefined, step: string): string {
  if (id === undefined) throw new Error(`${step} was begun without its parent`);
  return id;
}

/** Deletes what this step made. The engine has looked for it before when the create stayed in doubt. */
async function remove(ctx: UndoContext, name: string): Promise<StepOutcome<Removal>> {
  if (ctx.result === undefined) return done({ removed: [], left: [] });
  const access = await accessOf(ctx);
  if (access === undefined) return failed(TOKEN_MISSING);
  const { metaId } = ctx.result;
  const removal = await ctx.deps.graph.delete(access, planStep(ctx, name).level, metaId);
  if (removal.ok) return done({ removed: [metaId], left: [] });
  return repeatable(removal.error);
}
