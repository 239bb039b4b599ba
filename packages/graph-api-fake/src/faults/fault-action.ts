import type { ReviewOutcome } from '../review.ts';

/** What a fault does to the request it hits. `commit: false` keeps an answer fault from storing anything first. */
export type FaultAction =
  | { readonly type: 'delay'; readonly ms: number }
  | { readonly type: 'drop' }
  | { readonly type: 'commit_then_drop' }
  | { readonly type: 'commit_then_status'; readonly status: number }
  | ErrorAction
  | { readonly type: 'truncate'; readonly commit?: boolean | undefined }
  | { readonly type: 'html'; readonly status: number; readonly commit?: boolean | undefined }
  | { readonly type: 'no_id'; readonly commit?: boolean | undefined }
  | { readonly type: 'slow_body'; readonly ms: number; readonly commit?: boolean | undefined }
  /** `by_id`: its own id answers 100/33 as well, as a report run's may right after its POST. */
  | { readonly type: 'hide'; readonly seconds: number; readonly by_id?: boolean | undefined }
  | ReviewAction
  | { readonly type: 'throttle'; readonly minutes: number }
  | { readonly type: 'report'; readonly outcome: ReportOutcome }
  | WebhookAction;

/** Faults of what the fake sends, not of what it answers. */
export type WebhookAction = { readonly type: 'duplicate_webhook' } | { readonly type: 'wrong_signature' };

/** How the review of what this request creates will end. */
export interface ReviewAction {
  readonly type: 'review';
  readonly outcome: ReviewOutcome;
  readonly seconds?: number | undefined;
}

export type RequestAction = Exclude<FaultAction, WebhookAction>;

export function isRequestAction(action: FaultAction): action is RequestAction {
  return !isWebhookAction(action);
}

export function isWebhookAction(action: FaultAction): action is WebhookAction {
  return action.type === 'duplicate_webhook' || action.type === 'wrong_signature';
}

export interface ErrorAction {
  readonly type: 'error';
  readonly status: number;
  readonly code: number;
  readonly subcode?: number | undefined;
  /** Absent here, absent in the envelope. */
  readonly is_transient?: boolean | undefined;
  readonly user_title?: string | undefined;
  readonly user_msg?: string | undefined;
}

export type ReportOutcome = 'failed' | 'skipped' | 'stuck';
