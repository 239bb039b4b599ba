import { type AccountInfo, currencyOffset } from '@mao/graph-api';
import { defineSaga, done, failed, nothingToUndo, type SagaDefinition } from '@mao/saga';
import { repeatable } from '../campaign-saga/outcomes.ts';
import { type AccountProblem, problemOfError, problemOfInfo } from '../domain/account-problem.ts';
import type { AccountDeps, AccountInput } from './deps.ts';

export const ACCOUNT_CHECK = 'account-check';

export interface AccountChecked {
  readonly problem: AccountProblem | null;
  readonly info: AccountInfo | null;
}

const DEADLINE_MS = 3_600_000;
const RETRY = { maxAttempts: 5, backoff: { baseMs: 2_000, maxMs: 60_000 } };

/** Asks Meta how the ad account is: when it is connected, and daily. What it finds becomes the account's health. */
export const accountCheck: SagaDefinition<AccountInput, AccountDeps> = defineSaga<
  AccountInput,
  AccountDeps,
  { look: AccountChecked }
>({ type: ACCOUNT_CHECK, version: 1 })
  .compensatable({
    name: 'look',
    deadlineMs: DEADLINE_MS,
    retry: RETRY,
    compensate: nothingToUndo,
    async run(ctx) {
      const { socialAccountId } = ctx.input;
      const [account, token] = await Promise.all([
        ctx.deps.replicas.account(socialAccountId),
        ctx.deps.replicas.token(socialAccountId),
      ]);
      if (account === undefined || token === undefined) return done({ problem: null, info: null });
      const answer = await ctx.deps.graph.accountInfo({ ...token, signal: ctx.signal });
      if (answer.ok) {
        const expected = { currency: account.currency, isKnownCurrency: (code: string) => currencyOffset(code) !== null };
        return done({ problem: problemOfInfo(answer.value, expected) ?? null, info: answer.value });
      }
      const problem = problemOfError(answer.error);
      if (problem !== undefined) return done({ problem, info: null });
      const outcome = repeatable(answer.error);
      return outcome.type === 'rejected' ? failed(outcome.error) : outcome;
    },
  })
  .build();
