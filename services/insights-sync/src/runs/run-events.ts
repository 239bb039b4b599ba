import type { Events } from '@mao/contracts';
import type { NewEvent } from '@mao/messaging';
import { chunkChanges } from '../domain/chunk-changes.ts';
import type { InsightDay } from '../domain/insight-days.ts';
import type { SyncRun } from '../entities/sync-run.ts';

/** What events say of the account. */
export interface SyncedAccount {
  readonly id: string;
  readonly currency: string;
  readonly timezone: string;
}

/** The changed days, campaign by campaign; no event when nothing changed. */
export function insightsSynced(
  runId: string,
  account: SyncedAccount,
  changed: readonly InsightDay[],
  syncedAt: Date,
): readonly NewEvent<'InsightsSynced', Events['InsightsSynced']>[] {
  return chunkChanges(changed).map(({ campaignId, days }) => ({
    type: 'InsightsSynced',
    key: campaignId,
    data: {
      campaignId,
      socialAccountId: account.id,
      syncRunId: runId,
      currency: account.currency,
      timezone: account.timezone,
      rows: days.map(({ campaignId: _campaignId, ...row }) => row),
      syncedAt,
    },
  }));
}

/** The end of a run, for whoever waits for it. @throws Error when the run has not ended */
export function syncCompleted(run: SyncRun): NewEvent<'InsightsSyncCompleted', Events['InsightsSyncCompleted']> {
  if (!run.completedAt) throw new Error(`sync run ${run.id} has not ended`);
  return {
    type: 'InsightsSyncCompleted',
    key: run.socialAccountId,
    data: {
      syncRunId: run.id,
      socialAccountId: run.socialAccountId,
      campaignId: run.campaignId ?? null,
      requestIds: run.requestIds,
      trigger: run.trigger,
      success: run.state === 'succeeded',
      rowsSynced: run.rowsSynced,
      rowsChanged: run.rowsChanged,
      dateRangeStart: run.dateRangeStart ?? null,
      dateRangeEnd: run.dateRangeEnd ?? null,
      error: run.error ?? null,
      startedAt: run.startedAt,
      completedAt: run.completedAt,
    },
  };
}
