import type { InsightsSyncCompleted, InsightsSyncResult } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { type Notifier, query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { operationChanged } from '../operations/accept.ts';
import { settleRun } from '../operations/settle-run.ts';

/** Ends the operations that wait for this sync run: orchestrations whose first sync it was, and asked-for syncs. */
export const onInsightsSyncCompleted =
  (notifier: Notifier): Handler<InsightsSyncCompleted> =>
  async ({ data }, em) => {
    const insights: InsightsSyncResult = {
      insights_synced: data.rowsSynced,
      date_range_start: data.dateRangeStart,
      date_range_end: data.dateRangeEnd,
      success: data.success,
      error: data.error,
    };
    for (const requestId of data.requestIds) {
      const isRun = await settleRun(em, notifier, requestId, { insights });
      if (!isRun) await endSync(em, notifier, requestId, data, insights);
    }
  };

async function endSync(
  em: EntityManager,
  notifier: Notifier,
  requestId: string,
  data: InsightsSyncCompleted,
  insights: InsightsSyncResult,
): Promise<void> {
  const result = {
    social_account_id: data.socialAccountId,
    sync_run_id: data.syncRunId,
    rows_changed: data.rowsChanged,
    ...insights,
  };
  const ended = await query(
    em,
    `update operations set state = $1, result = $2, completed_at = $3 where id = $4 and kind = 'insights_sync' and state in ('accepted','running','waiting') returning id`,
    [data.success ? 'succeeded' : 'failed', JSON.stringify(result), data.completedAt, requestId],
  );
  if (ended.length > 0) operationChanged(em, notifier, requestId);
}
