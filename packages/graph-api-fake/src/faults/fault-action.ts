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
  | { readonly type: 'hide'; readonly seconds: number }
  | { readonly type: 'throttle'; readonly minutes: number }
  | { readonly type: 'report'; readonly outcome: ReportOutcome };

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
