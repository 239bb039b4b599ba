import type { Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { InsightDay } from '../domain/insight-days.ts';
import type { DayRange } from '../domain/window.ts';
import type { SocialAccount } from '../entities/social-account.ts';
import { SyncRun } from '../entities/sync-run.ts';
import { insightsSynced, syncCompleted } from './run-events.ts';
import { upsertDays } from './upsert-days.ts';

export interface RunCounts {
  readonly rowsSynced: number;
  readonly rowsChanged: number;
}

/** What a run has read. */
interface RunReading {
  readonly runId: string;
  readonly account: SocialAccount;
  readonly range: DayRange;
  readonly days: readonly InsightDay[];
  /** Before Meta was asked. */
  readonly readAt: Date;
  readonly completedAt: Date;
}

/**
 * Ends a run well: rows, run and events in the caller's transaction. Only the first end of a run counts; after that this
 * does nothing and gives null.
 */
export async function succeedRun(em: EntityManager, outbox: Outbox<Events>, reading: RunReading): Promise<RunCounts | null> {
  const { account, range, days, completedAt } = reading;
  // From here on nobody can join the run: its request ids are final.
  const run = await em.findOne(SyncRun, { id: reading.runId, state: 'running' }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (run === null) return null;
  const changed = await upsertDays(em, days, reading);
  const counts = { rowsSynced: days.length, rowsChanged: changed.length };
  em.assign(run, { ...counts, state: 'succeeded', dateRangeStart: range.since, dateRangeEnd: range.until, completedAt });
  await em.flush();
  await outbox.append(em, [...insightsSynced(run, account, changed, completedAt), syncCompleted(run)]);
  return counts;
}
