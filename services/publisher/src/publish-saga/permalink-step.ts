import { done, type ForwardStep } from '@mao/saga';
import { errorMessage } from '@mao/service-kit';
import { accessOf } from './access.ts';
import type { PublishContext, PublishDeps } from './deps.ts';
import type { PublishInput } from './input.ts';
import { repeatable } from './outcomes.ts';
import type { PublishResults } from './results.ts';
import { STEP_DEADLINE_MS } from './step-deadline.ts';

/** The clip is public already: its address is not worth waiting longer than this for a throttle or a token. */
const LONGEST_WAIT_MS = 30_000;
const NO_URL = done({ url: null });

/** Asks for the post's address. Whatever goes wrong for good, the publication has succeeded, only without it. */
export const permalinkStep = (
  policy: Pick<PublishDeps, 'maxAttempts'>,
): ForwardStep<PublishInput, PublishDeps, PublishResults, 'permalink'> => ({
  name: 'permalink',
  deadlineMs: STEP_DEADLINE_MS,
  async run(ctx) {
    try {
      return await readUrl(ctx, ctx.attempt >= policy.maxAttempts);
    } catch (error) {
      ctx.deps.logger.error({ publishLogId: ctx.sagaId, reason: errorMessage(error) }, 'could not ask for a permalink');
      return NO_URL;
    }
  },
});

async function readUrl(ctx: PublishContext, isLastTry: boolean) {
  const post = ctx.results.publish;
  if (!post?.isListed) return NO_URL;
  const media = await ctx.deps.graph.publishedMedia(await accessOf(ctx), post.externalId);
  if (media.ok) return done({ url: media.value.permalink });
  const outcome = repeatable(media.error, ctx.deps.times.limitPollMs);
  if (outcome.type === 'rejected' || isLastTry) return NO_URL;
  if (outcome.type === 'waiting' && Number(outcome.until) > LONGEST_WAIT_MS) return NO_URL;
  return media.error.class === 'AUTH' ? NO_URL : outcome;
}
