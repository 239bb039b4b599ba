import { afterAmbiguousPublish, type GraphError } from '@mao/graph-api';
import {
  absent,
  done,
  type ForwardStep,
  failed,
  found,
  lookAgain,
  type ReconcileOutcome,
  type StepOutcome,
  unknown,
} from '@mao/saga';
import { findPost } from '../domain/find-post.ts';
import { accessOf, notAllowed } from './access.ts';
import type { PublishContext, PublishDeps } from './deps.ts';
import type { PublishInput } from './input.ts';
import { ambiguous, repeatable, sagaError } from './outcomes.ts';
import { containerOf } from './ready-step.ts';
import type { Published, PublishResults } from './results.ts';
import { STEP_DEADLINE_MS } from './step-deadline.ts';

/** Looks before an unanswered publish counts as not done, or its post as not listed. */
const MIN_LOOKS = 3;
const MIN_LOOK_MS = 50;

/** The pivot: from here on the clip is public. Never sent again before the container was read. */
export const publishStep: ForwardStep<PublishInput, PublishDeps, PublishResults, 'publish'> = {
  name: 'publish',
  deadlineMs: STEP_DEADLINE_MS,
  run: publish,
  reconcile: lookFor,
};

async function publish(ctx: PublishContext): Promise<StepOutcome<Published>> {
  const stop = await notAllowed(ctx);
  if (stop !== undefined) return stop;
  const answer = await ctx.deps.graph.publishContainer(await accessOf(ctx), containerOf(ctx).containerId);
  switch (answer.outcome) {
    case 'confirmed':
      return done({ externalId: answer.id, isListed: true });
    case 'ambiguous':
      return ambiguous(answer.error, answer.retryAfterMs);
    case 'not_sent':
      return repeatable(answer.error, ctx.deps.times.limitPollMs);
    case 'rejected':
      return refused(ctx, answer.error);
  }
}

/** "Already published" is a refusal too: only the container tells whether an earlier try came through late. */
async function refused(ctx: PublishContext, error: GraphError): Promise<StepOutcome<never>> {
  const status = await ctx.deps.graph.containerStatus(await accessOf(ctx), containerOf(ctx).containerId);
  if (!status.ok || status.value.state === 'published') return unknown(sagaError(error));
  return repeatable(error, ctx.deps.times.limitPollMs);
}

async function lookFor(ctx: PublishContext): Promise<ReconcileOutcome<Published>> {
  const status = await ctx.deps.graph.containerStatus(await accessOf(ctx), containerOf(ctx).containerId);
  if (!status.ok) return lookFailed(ctx, status.error);
  switch (afterAmbiguousPublish(status.value)) {
    case 'published':
      return adopt(ctx);
    // Sending it again is safe now; what can no longer be published is refused then, in Meta's words.
    case 'publish_again':
    case 'lost':
      return isSettled(ctx) ? absent() : lookAgain(pauseMs(ctx));
    case 'look_again':
      return lookAgain(pauseMs(ctx));
  }
}

async function adopt(ctx: PublishContext): Promise<ReconcileOutcome<Published>> {
  const { graph, replicas, logger } = ctx.deps;
  const { socialAccountId, caption } = ctx.input;
  const container = containerOf(ctx);
  const posts = await graph.recentMedia(await accessOf(ctx));
  if (!posts.ok) return lookFailed(ctx, posts.error);
  const takenIds = await replicas.takenPosts(socialAccountId, ctx.sagaId);
  const id = findPost(posts.value, { caption, containerAt: new Date(container.createdAt), takenIds });
  if (id !== undefined) return found({ externalId: id, isListed: true });
  if (!isSettled(ctx)) return lookAgain(pauseMs(ctx));
  // It is public all the same: better an id that only leads to the container than a second post.
  logger.warn({ publishLogId: ctx.sagaId, containerId: container.containerId }, 'published, but the post is in no list');
  return found({ externalId: container.containerId, isListed: false });
}

function isSettled(ctx: PublishContext): boolean {
  const sinceMs = ctx.now().getTime() - ctx.intentAt.getTime();
  return ctx.lookNumber >= MIN_LOOKS && sinceMs >= ctx.deps.times.settleMs;
}

const pauseMs = (ctx: PublishContext): number => Math.max(MIN_LOOK_MS, ctx.deps.times.settleMs / MIN_LOOKS);

function lookFailed(ctx: PublishContext, error: GraphError): ReconcileOutcome<never> {
  const outcome = repeatable(error, ctx.deps.times.limitPollMs);
  return outcome.type === 'rejected' ? failed(outcome.error) : outcome;
}
