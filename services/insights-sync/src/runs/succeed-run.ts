import type { Events } from '@mao/contracts';
import type { Outbox } from '@mao/messaging';
import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { InsightDay } from '../domain/insight-days.ts';
import type { DayRange } from '../domain/window.ts';
import type { SyncRun } from '../entities/sync-run.ts';
import { insightsSynced, type SyncedAccount, syncCompleted } from './run-events.ts';
import { upsertDays } from './upsert-days.ts';

export interface RunCounts {
  readonly rowsSynced: number;
  readonly rowsChanged: number;
}

/** What a run has read. */
interface RunReading {
  readonly runId: string;
  readonly account: SyncedAccount;
  readonly range: DayRange;
  readonly days: readonly InsightDay[];
  /** Before Meta was asked. */
  readonly readAt: Date;
  readonly completedAt: Date;
}

interface EndedRow {
  readonly campaign_id: string | null;
  readonly trigger: SyncRun['trigger'];
  readonly request_ids: string[];
  readonly started_at: string;
}

const END = `
  update sync_runs set state = 'succeeded', rows_synced = $2, date_range_start = $3, date_range_end = $4, completed_at = $5
  where id = $1 and state = 'running' returning campaign_id, trigger, request_ids, started_at`;

/**
 * Ends a run well: rows, run and events in the caller's transaction. Only the first end of a run counts; after that this
 * does nothing and gives null.
 */
export async function succeedRun(em: EntityManager, outbox: Outbox<Events>, reading: RunReading): Promise<RunCounts | null> {
  const { runId, account, range, days, completedAt } = reading;
  // From here on nobody can join the run: its request ids are final.
  const [run] = await query<EndedRow>(em, END, [runId, days.length, range.since, range.until, completedAt]);
  if (run === undefined) return null;
  const changed = await upsertDays(em, days, reading);
  if (changed.length > 0) await query(em, 'update sync_runs set rows_changed = $2 where id = $1', [runId, changed.length]);
  const counts = { rowsSynced: days.length, rowsChanged: changed.length };
  const ended = {
    ...counts,
    id: runId,
    socialAccountId: account.id,
    campaignId: run.campaign_id,
    trigger: run.trigger,
    requestIds: run.request_ids,
    state: 'succeeded' as const,
    dateRangeStart: range.since,
    dateRangeEnd: range.until,
    error: null,
    startedAt: new Date(run.started_at),
    completedAt,
  };
  await outbox.append(em, [...insightsSynced(runId, account, changed, completedAt), syncCompleted(ended)]);
  return counts;
}
