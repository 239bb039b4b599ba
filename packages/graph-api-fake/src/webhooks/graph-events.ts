import { runEndMs } from '../insights/run-state.ts';
import type { ReviewChange } from '../review.ts';
import { reviewedAtMs } from '../status.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';

/** Tells subscribers of the application when a report run ends. A stuck run never does. */
export function publishReportEnd(world: World, run: StoredObject): void {
  const end = runEndMs(world, run);
  if (end === null) return;
  const listener = [...world.webhooks.book.subscriptions.values()].find(({ object }) => object === 'application');
  if (listener === undefined) return;
  world.webhooks.publish({
    object: 'application',
    entryId: listener.appId,
    field: 'async_requests',
    value: { category: 'ads_insights', verb: end.isComplete ? 'complete' : 'fail', report_id: run.id },
    account: null,
    dueMs: end.atMs,
  });
}

const LEVELS: Partial<Record<StoredObject['level'], string>> = { campaign: 'CAMPAIGN', adset: 'AD_SET', ad: 'AD' };

/** Tells an account's apps when an object gets issues, or leaves IN_PROCESS. */
export function publishReview(world: World, object: StoredObject, review: ReviewChange): void {
  const tell = (field: string, dueMs: number, value: Record<string, unknown>): void =>
    world.webhooks.publish({
      object: 'ad_account',
      entryId: object.account.replace(/^act_/, ''),
      field,
      value: { id: object.id, level: LEVELS[object.level] ?? 'AD', ...value },
      account: object.account,
      dueMs,
    });
  const verdictMs = object.level === 'ad' ? Math.max(review.atMs, reviewedAtMs(world, object)) : review.atMs;
  for (const { error_code, error_message, error_summary } of review.issues) {
    tell('with_issues_ad_objects', verdictMs, { error_code, error_message, error_summary });
  }
  if (review.outcome === 'in_process' && review.untilMs !== null) {
    tell('in_process_ad_objects', review.untilMs, { status_name: 'Active' });
  }
}
