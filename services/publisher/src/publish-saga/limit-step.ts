import { type CompensatableStep, done, nothingToUndo, waiting } from '@mao/saga';
import { accessOf, notAllowed } from './access.ts';
import type { PublishDeps } from './deps.ts';
import type { PublishInput } from './input.ts';
import { LIMIT_REACHED, repeatable } from './outcomes.ts';
import type { PublishResults } from './results.ts';

/** The window is 24 hours long; other tools may fill it again meanwhile. */
const LIMIT_DEADLINE_MS = 72 * 3_600_000;

/** Waits until Instagram's daily limit leaves room. Without a stated total Instagram itself is left to refuse. */
export const limitStep: CompensatableStep<PublishInput, PublishDeps, PublishResults, 'limit'> = {
  name: 'limit',
  deadlineMs: LIMIT_DEADLINE_MS,
  compensate: nothingToUndo,
  async run(ctx) {
    const stop = await notAllowed(ctx);
    if (stop !== undefined) return stop;
    const { limitPollMs } = ctx.deps.times;
    const limit = await ctx.deps.graph.publishingLimit(await accessOf(ctx));
    if (!limit.ok) return repeatable(limit.error, limitPollMs);
    const { used, total } = limit.value;
    return total !== null && used >= total ? waiting(limitPollMs, LIMIT_REACHED, { withoutEffect: true }) : done(null);
  },
};
