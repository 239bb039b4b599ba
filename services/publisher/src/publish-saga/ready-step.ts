import { type CompensatableStep, done, nothingToUndo, rejected, type StepOutcome, waiting } from '@mao/saga';
import { accessOf } from './access.ts';
import type { PublishContext, PublishDeps } from './deps.ts';
import type { PublishInput } from './input.ts';
import { refusal, repeatable, VIDEO_PROCESSING } from './outcomes.ts';
import type { Container, PublishResults, Readiness } from './results.ts';
import { STEP_DEADLINE_MS } from './step-deadline.ts';

type Step<Name extends 'ready' | 'new_ready'> = CompensatableStep<PublishInput, PublishDeps, PublishResults, Name>;

export const readyStep: Step<'ready'> = {
  name: 'ready',
  deadlineMs: STEP_DEADLINE_MS,
  compensate: nothingToUndo,
  run: (ctx) => look(ctx, known(ctx.results.container)),
};

export const newReadyStep: Step<'new_ready'> = {
  name: 'new_ready',
  deadlineMs: STEP_DEADLINE_MS,
  compensate: nothingToUndo,
  async run(ctx) {
    const container = ctx.results.new_container;
    if (!container) return done(null);
    const outcome = await look(ctx, container);
    if (outcome.type !== 'done' || outcome.result.state === 'finished') return outcome;
    return rejected(refusal('container-expired', 'Instagram let the upload expire twice before it was ready.'));
  },
};

/** The container that is to be published. */
export const containerOf = (ctx: Pick<PublishContext, 'results'>): Container =>
  ctx.results.new_container ?? known(ctx.results.container);

function known(container: Container | undefined): Container {
  if (container === undefined) throw new Error('begun without a container');
  return container;
}

/** One look at a container; Instagram says FINISHED when it may be published. */
async function look(ctx: PublishContext, container: Container): Promise<StepOutcome<Readiness>> {
  const { times, graph } = ctx.deps;
  const status = await graph.containerStatus(await accessOf(ctx), container.containerId);
  if (!status.ok) return repeatable(status.error, times.limitPollMs);
  switch (status.value.state) {
    case 'finished':
    case 'published':
      return done({ state: 'finished' });
    case 'expired':
      return done({ state: 'expired' });
    case 'error':
      return rejected(
        refusal('container-error', `Instagram could not process the video: ${status.value.detail ?? status.value.word}`),
      );
    case 'in_progress':
    case 'unknown': {
      const sinceMs = ctx.now().getTime() - Date.parse(container.createdAt);
      if (sinceMs < times.readyMs) return waiting(times.pollMs, VIDEO_PROCESSING, { withoutEffect: true });
      const minutes = Math.round(times.readyMs / 60_000);
      return rejected(refusal('container-stuck', `Instagram did not finish processing the video within ${minutes} minutes.`));
    }
  }
}
