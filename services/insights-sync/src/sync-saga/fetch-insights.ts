import type { AccountAccess, InsightsScope } from '@mao/graph-api';
import { done, failed, rejected, type StepContext, type StepOutcome, waiting } from '@mao/saga';
import { AppError, errorMessage, isDatabaseAway } from '@mao/service-kit';
import { daysOfTrackedAds } from '../domain/insight-days.ts';
import { syncWindow } from '../domain/window.ts';
import { type RunCounts, succeedRun } from '../runs/succeed-run.ts';
import type { SyncDeps } from './deps.ts';
import { afterGraphError, NOT_CONNECTED, TOKEN_UNREADABLE } from './outcomes.ts';
import { type RunToSync, readRun } from './read-run.ts';

/** null: the run had ended already, and only the saga did not know. */
export type FetchResult = RunCounts | null;

type Context = StepContext<object, SyncDeps>;

/** An account's connection may still be on its way here. */
const REPLICA_GRACE_MS = 3_000;
const REPLICA_LOOK_MS = 250;
const DATABASE_LOOK_MS = 1_000;
const PAGE_SIZE = 100;

/**
 * Reads the window from Meta and ends the run with it. The rows never pass through the saga's own tables: they are stored
 * in the same transaction that ends the run and announces them. If the process dies after that commit, the next try finds
 * the run ended and does nothing; if it dies before, everything is read again.
 */
export async function fetchInsights(ctx: Context): Promise<StepOutcome<FetchResult>> {
  try {
    return await fetchAndStore(ctx);
  } catch (error) {
    if (isDatabaseAway(error)) return waiting(DATABASE_LOOK_MS, 'the database');
    if (error instanceof AppError && error.code === 'token-unreadable') return rejected(TOKEN_UNREADABLE);
    ctx.deps.logger.error({ reason: errorMessage(error) }, 'a sync run failed by a fault of ours');
    return failed({ code: 'internal', message: errorMessage(error) });
  }
}

async function fetchAndStore(ctx: Context): Promise<StepOutcome<FetchResult>> {
  const { orm, graph, outbox } = ctx.deps;
  const run = await readRun(orm.em.fork(), ctx.sagaId);
  const { ads } = run;
  if (!run.isRunning) return done(null);
  if (run.account === null) return accountMissing(ctx, run);
  const account = { ...run.account, id: run.socialAccountId };
  const range = syncWindow(ctx.now(), account.timezone);
  const readAt = ctx.now();
  const [first] = ads;
  // Without ads of ours there is nothing to ask for.
  const read = first
    ? await graph.dailyInsights(accessTo(ctx, account), {
        ...range,
        scope: scopeOf(run, first),
        currency: account.currency,
        pageSize: pageSize(ctx.attempt),
      })
    : ({ ok: true, value: [] } as const);
  if (!read.ok) return afterGraphError(read.error);

  const days = daysOfTrackedAds(read.value, ads);
  const counts = await orm.em
    .fork()
    .transactional((transaction) =>
      succeedRun(transaction, outbox, { runId: ctx.sagaId, account, range, days, readAt, completedAt: ctx.now() }),
    );
  return done(counts);
}

function accountMissing(ctx: Context, run: RunToSync): StepOutcome<FetchResult> {
  const waitedMs = ctx.now().getTime() - run.startedAtMs;
  return waitedMs < REPLICA_GRACE_MS ? waiting(REPLICA_LOOK_MS, 'the account') : rejected(NOT_CONNECTED);
}

/** The token is opened here and lives as long as the call. */
function accessTo(ctx: Context, account: NonNullable<RunToSync['account']> & { readonly id: string }): AccountAccess {
  const accessToken = ctx.deps.cipher.decrypt(account.sealedAccessToken, account.id);
  return { adAccountId: account.adAccountId, accessToken, signal: ctx.signal };
}

function scopeOf(run: RunToSync, ad: RunToSync['ads'][number]): InsightsScope {
  return run.campaignId ? { kind: 'campaign', campaignId: ad.campaignMetaId } : { kind: 'account' };
}

/** Meta may have asked for less data at a time: each further try asks for a quarter. */
function pageSize(attempt: number): number {
  return Math.max(1, Math.floor(PAGE_SIZE / 4 ** (attempt - 1)));
}
