import type { AccountAccess } from '@mao/graph-api';
import { defineSaga, done, failed, type SagaDefinition, type StepOutcome } from '@mao/saga';
import { repeatable, TOKEN_MISSING } from '../campaign-saga/outcomes.ts';
import type { AccountDeps, AccountInput } from './deps.ts';

export const ACCOUNT_PAUSE = 'account-pause';

export interface AccountPaused {
  readonly paused: number;
  /** The switch was released before the work was done. */
  readonly isObsolete: boolean;
}

const DEADLINE_MS = 24 * 3_600_000;
/** Money is being spent meanwhile: short pauses, many tries. */
const RETRY = { maxAttempts: 200, backoff: { baseMs: 500, maxMs: 15_000 } };

/** The kill switch at Meta: pauses every campaign of the ad account that is switched on, until none is left. */
export const accountPause: SagaDefinition<AccountInput, AccountDeps> = defineSaga<
  AccountInput,
  AccountDeps,
  { pause: AccountPaused }
>({ type: ACCOUNT_PAUSE, version: 1 })
  .retriable({
    name: 'pause',
    deadlineMs: DEADLINE_MS,
    retry: RETRY,
    async run(ctx) {
      const { socialAccountId } = ctx.input;
      const account = await ctx.deps.replicas.account(socialAccountId);
      if (!account?.paused) return done({ paused: 0, isObsolete: true });
      const token = await ctx.deps.replicas.token(socialAccountId);
      if (token === undefined) return failed(TOKEN_MISSING);
      return pauseAll(ctx.deps, { ...token, signal: ctx.signal });
    },
  })
  .build();

async function pauseAll({ graph }: AccountDeps, access: AccountAccess): Promise<StepOutcome<AccountPaused>> {
  const running = await graph.runningCampaigns(access);
  if (!running.ok) return notYet(repeatable(running.error));
  for (const { id } of running.value) {
    const answer = await graph.setStatus(access, id, 'PAUSED');
    if (!answer.ok) return notYet(repeatable(answer.error));
  }
  // Proof, and whatever was switched on meanwhile.
  const left = await graph.runningCampaigns(access);
  if (!left.ok) return notYet(repeatable(left.error));
  if (left.value.length > 0)
    return failed({ code: 'still-running', message: `${left.value.length} campaigns are still switched on.` });
  return done({ paused: running.value.length, isObsolete: false });
}

/** A refusal does not end the kill switch: a person watches, and it goes on trying. */
const notYet = (outcome: StepOutcome<never>): StepOutcome<never> =>
  outcome.type === 'rejected' ? failed(outcome.error) : outcome;
