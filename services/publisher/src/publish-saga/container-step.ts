import { type CompensatableStep, done, nothingToUndo, type StepOutcome } from '@mao/saga';
import { accessOf, notAllowed } from './access.ts';
import type { PublishContext, PublishDeps } from './deps.ts';
import type { PublishInput } from './input.ts';
import { repeatable } from './outcomes.ts';
import type { Container, PublishResults } from './results.ts';
import { STEP_DEADLINE_MS } from './step-deadline.ts';

type Step<Name extends 'container' | 'new_container'> = CompensatableStep<PublishInput, PublishDeps, PublishResults, Name>;

export const containerStep: Step<'container'> = {
  name: 'container',
  deadlineMs: STEP_DEADLINE_MS,
  compensate: nothingToUndo,
  run: createContainer,
};

/** Once more, if the first container expired before it was ready. */
export const newContainerStep: Step<'new_container'> = {
  name: 'new_container',
  deadlineMs: STEP_DEADLINE_MS,
  compensate: nothingToUndo,
  run: async (ctx) => (ctx.results.ready?.state === 'expired' ? createContainer(ctx) : done(null)),
};

/** A container that nobody publishes is seen by nobody and expires, so one in doubt is simply made again. */
async function createContainer(ctx: PublishContext): Promise<StepOutcome<Container>> {
  const stop = await notAllowed(ctx);
  if (stop !== undefined) return stop;
  const { videoUrl, caption } = ctx.input;
  const createdAt = ctx.now().toISOString();
  const answer = await ctx.deps.graph.createReel(await accessOf(ctx), { videoUrl, caption });
  if (answer.outcome === 'confirmed') return done({ containerId: answer.id, createdAt });
  return repeatable(answer.error, ctx.deps.times.limitPollMs);
}
