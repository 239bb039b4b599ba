import type { SagaEngine } from '@mao/saga';
import { continueTrace, errorMessage, type Logger, newId, runWithTrace, sleep } from '@mao/service-kit';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { nextDue } from '../domain/next-due.ts';
import { beginScheduledRun } from '../runs/begin-run.ts';

/** How late a sync may begin. What is due stands in the table; this is only how often it is looked at. */
const POLL_MS = 5_000;
const BATCH = 20;

/** Rows another process is working on are passed over: each due account is started by one process. */
const DUE = `
  select schedule.social_account_id as "accountId", (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"
  from sync_schedule schedule
  where schedule.next_due_at <= clock_timestamp()
    and exists (select from social_accounts account where account.id = schedule.social_account_id and account.disconnected_at is null)
    and exists (select from tracked_ads ad where ad.social_account_id = schedule.social_account_id and ad.untracked_at is null)
  order by schedule.next_due_at limit ${BATCH} for update of schedule skip locked`;

type Engine = Pick<SagaEngine, 'begin'>;

/** Begins a run for each account whose time has come, in one transaction. @returns how many were due */
export async function beginDueRuns(em: EntityManager, engine: Engine, intervalMs: number): Promise<number> {
  return em.transactional(async (transaction) => {
    const due = await transaction.execute<{ accountId: string; nowMs: number }[]>(DUE);
    for (const { accountId, nowMs } of due) {
      await transaction.execute(`update sync_schedule set next_due_at = ? where social_account_id = ?`, [
        nextDue(new Date(nowMs), accountId, intervalMs),
        accountId,
      ]);
      // Nobody asked for this one: its events are a story of their own.
      await runWithTrace({ correlationId: newId(), traceparent: continueTrace() }, () =>
        beginScheduledRun(transaction, engine, accountId),
      );
    }
    return due.length;
  });
}

interface Schedule {
  stop(): Promise<void>;
}

/** Keeps looking for due accounts until it is stopped. */
export function startSchedule(options: { orm: MikroORM; engine: Engine; intervalMs: number; logger: Logger }): Schedule {
  const stopping = new AbortController();
  async function keepLooking(): Promise<void> {
    while (!stopping.signal.aborted) {
      let begun = 0;
      try {
        begun = await beginDueRuns(options.orm.em.fork(), options.engine, options.intervalMs);
      } catch (error) {
        options.logger.warn({ reason: errorMessage(error) }, 'could not look for due syncs; looking again soon');
      }
      if (begun < BATCH) await sleep(POLL_MS, stopping.signal);
    }
  }
  const running = keepLooking();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
