import { defineSaga, done, failed, nothingToUndo, type SagaDefinition } from '@mao/saga';
import type { MikroORM } from '@mikro-orm/postgresql';
import { repeatable } from '../campaign-saga/outcomes.ts';
import { type SweepLine, sweepAccount } from '../reconcile/sweep.ts';
import type { AccountDeps, AccountInput } from './deps.ts';

export const ACCOUNT_RECONCILE = 'account-reconcile';

export interface ReconcileDeps extends AccountDeps {
  readonly orm: MikroORM;
  readonly markerSecret: string;
  readonly settleMs: number;
}

export interface AccountReconciled {
  readonly removed: number;
  /** What must be adopted, or needs a person. What is as it should be is not kept. */
  readonly lines: readonly SweepLine[];
}

const DEADLINE_MS = 6 * 3_600_000;
const RETRY = { maxAttempts: 5, backoff: { baseMs: 5_000, maxMs: 300_000 } };
/** Lists may lag by the settle time; twice that is out of any doubt. */
const SETTLE_FACTOR = 2;
const WORTH_KEEPING = new Set<SweepLine['verdict']>(['adopt', 'ask', 'missing']);
const MAX_LINES = 100;

/** The standing look for objects of ours that no row knows. */
export const accountReconcile: SagaDefinition<AccountInput, ReconcileDeps> = defineSaga<
  AccountInput,
  ReconcileDeps,
  { sweep: AccountReconciled }
>({ type: ACCOUNT_RECONCILE, version: 1 })
  .compensatable({
    name: 'sweep',
    deadlineMs: DEADLINE_MS,
    retry: RETRY,
    compensate: nothingToUndo,
    async run(ctx) {
      const { socialAccountId } = ctx.input;
      const { graph, replicas, orm, markerSecret, settleMs } = ctx.deps;
      const token = await replicas.token(socialAccountId);
      if (token === undefined) return done({ removed: 0, lines: [] });
      const access = { ...token, signal: ctx.signal };
      const swept = await sweepAccount({
        orm,
        graph,
        socialAccountId,
        access,
        markerSecret,
        minAgeMs: settleMs * SETTLE_FACTOR,
        nowMs: ctx.now().getTime(),
        isDryRun: false,
      });
      if (!swept.ok) {
        const outcome = repeatable(swept.error);
        return outcome.type === 'rejected' ? failed(outcome.error) : outcome;
      }
      const refused = swept.lines.filter(({ verdict, done: isDone }) => verdict === 'remove' && !isDone);
      if (refused.length > 0)
        return failed({ code: 'not-removed', message: `${refused.length} leftovers could not be removed yet.` });
      return done({
        removed: swept.lines.filter(({ verdict }) => verdict === 'remove').length,
        lines: swept.lines.filter(({ verdict }) => WORTH_KEEPING.has(verdict)).slice(0, MAX_LINES),
      });
    },
  })
  .build();
