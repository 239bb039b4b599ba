import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { type GraphFields, isFields, type Json } from '../json.ts';
import { getObject } from '../tree/get-object.ts';
import type { Transport } from '../wire/transport.ts';

/** One of Meta's reasons against an ad. */
export interface AdIssue {
  readonly code: number | null;
  readonly summary: string;
  readonly message: string;
  readonly level: string | null;
}

/**
 * `pending`: look again; `passed`: Meta lets it run (a parent or the ad itself may still be paused); `disapproved`: by the
 * review; `issues`: it cannot deliver for another reason; `gone`: deleted or archived; `unknown`: a status that Meta has not
 * documented, kept in `effectiveStatus`; look again.
 */
export interface AdReview {
  readonly state: 'pending' | 'passed' | 'disapproved' | 'issues' | 'gone' | 'unknown';
  readonly effectiveStatus: string;
  readonly issues: readonly AdIssue[];
}

const STATES: Readonly<Record<string, AdReview['state']>> = {
  PENDING_REVIEW: 'pending',
  IN_PROCESS: 'pending',
  PREAPPROVED: 'passed',
  ACTIVE: 'passed',
  PAUSED: 'passed',
  CAMPAIGN_PAUSED: 'passed',
  ADSET_PAUSED: 'passed',
  DISAPPROVED: 'disapproved',
  WITH_ISSUES: 'issues',
  PENDING_BILLING_INFO: 'issues',
  DELETED: 'gone',
  ARCHIVED: 'gone',
};

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function readIssue(issue: GraphFields): AdIssue {
  const code = issue['error_code'];
  return {
    code: typeof code === 'number' ? code : null,
    summary: text(issue['error_summary']) ?? '',
    message: text(issue['error_message']) ?? '',
    level: text(issue['level']),
  };
}

/** What an ad's fields say of its review. Pure. */
export function interpretReview(node: GraphFields): AdReview {
  const effectiveStatus = text(node['effective_status']) ?? 'nothing';
  const issues = node['issues_info'];
  return {
    state: STATES[effectiveStatus] ?? 'unknown',
    effectiveStatus,
    issues: Array.isArray(issues) ? issues.filter(isFields).map(readIssue) : [],
  };
}

/** One look at an ad's review. Only ads are reviewed. */
export async function adReview(transport: Transport, access: AccountAccess, adId: string): Promise<CallResult<AdReview>> {
  const node = await getObject(transport, access, adId, ['effective_status', 'issues_info']);
  return node.ok ? { ok: true, value: interpretReview(node.value) } : node;
}

/** What to do after a look: the review has an end, is to be looked at again, or takes longer than anyone waits. Pure. */
export function afterReview(
  review: AdReview,
  sinceMs: number,
  nowMs: number,
  deadlineMs: number,
): { readonly do: 'end' } | { readonly do: 'look'; readonly afterMs: number } | { readonly do: 'overdue' } {
  if (review.state !== 'pending' && review.state !== 'unknown') return { do: 'end' };
  const age = nowMs - sinceMs;
  if (age >= deadlineMs) return { do: 'overdue' };
  // Most reviews end within minutes, some take a day: look often first, rarely later.
  return { do: 'look', afterMs: Math.min(15 * 60_000, Math.max(5_000, Math.round(age / 4))) };
}
