import type { AccountAccess } from '@mao/graph-api';
import type { CampaignDeps } from './deps.ts';
import type { CampaignInput } from './input.ts';

/** The account's token as it is now: a run may outlive the token it began with. */
export async function accessOf(ctx: {
  sagaId: string;
  input: CampaignInput;
  deps: CampaignDeps;
  signal: AbortSignal;
}): Promise<AccountAccess | undefined> {
  const token = await ctx.deps.replicas.token(ctx.input.request.socialAccountId);
  return token === undefined ? undefined : { ...token, signal: ctx.signal, caller: ctx.sagaId };
}
