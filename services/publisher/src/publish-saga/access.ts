import type { InstagramAccess } from '@mao/graph-api';
import { rejected, type StepOutcome } from '@mao/saga';
import type { PublishContext } from './deps.ts';
import { refusal } from './outcomes.ts';

/** The account's token as it is now: a run may outlive the token it began with. */
export async function accessOf(ctx: PublishContext): Promise<InstagramAccess> {
  const { socialAccountId, instagramUserId } = ctx.input;
  const accessToken = await ctx.deps.replicas.token(socialAccountId);
  // Begun only for an account that had its row; rows are never removed.
  if (accessToken === undefined) throw new Error(`account ${socialAccountId} has no row`);
  return { instagramUserId, accessToken, signal: ctx.signal, caller: ctx.sagaId };
}

/** Why nothing may be sent any more, as long as nothing was published; undefined when it may. */
export async function notAllowed(ctx: PublishContext): Promise<StepOutcome<never> | undefined> {
  const { replicas } = ctx.deps;
  if (!(await replicas.isConnected(ctx.input.socialAccountId)))
    return rejected(refusal('account-not-connected', 'The social account was disconnected.'));
  if (await replicas.isWithdrawn(ctx.input.clipId)) return rejected(refusal('clip-withdrawn', 'The clip was withdrawn.'));
  return undefined;
}
