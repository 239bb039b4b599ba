import type { StoredObject } from './store/stored-object.ts';

/** How an ad's review ends, or what Meta's processing says of a campaign or ad set. */
export const REVIEW_OUTCOMES = [
  'approved',
  'pending',
  'disapproved',
  'with_issues',
  'in_process',
  'preapproved',
  'pending_billing_info',
] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** One entry of `issues_info`. */
export interface ReviewIssue {
  readonly error_code: number;
  readonly error_message: string;
  readonly error_summary: string;
  readonly error_type: 'HARD_ERROR' | 'SOFT_ERROR';
  readonly level: 'CAMPAIGN' | 'AD_SET' | 'AD' | 'CREATIVE';
}

/** From this time on the outcome holds, until the next change or its own end (virtual time). */
export interface ReviewChange {
  readonly atMs: number;
  readonly untilMs: number | null;
  readonly outcome: ReviewOutcome;
  readonly issues: readonly ReviewIssue[];
}

/** The scripted outcome at a time; null when none holds, so that the clock alone decides. */
export function reviewAt(object: StoredObject, atMs: number): ReviewChange | null {
  const current = object.reviews?.findLast((change) => change.atMs <= atMs);
  if (current === undefined || (current.untilMs !== null && current.untilMs <= atMs)) return null;
  return current;
}

const SHOWN = {
  pending: 'PENDING_REVIEW',
  disapproved: 'DISAPPROVED',
  with_issues: 'WITH_ISSUES',
  in_process: 'IN_PROCESS',
  preapproved: 'PREAPPROVED',
  pending_billing_info: 'PENDING_BILLING_INFO',
} as const;

/** The effective status a scripted outcome stands for; null when it changes nothing. */
export function scriptedStatus(outcome: ReviewOutcome): (typeof SHOWN)[keyof typeof SHOWN] | null {
  return outcome === 'approved' ? null : SHOWN[outcome];
}

const DELIVERING: ReadonlySet<ReviewOutcome> = new Set(['approved', 'in_process', 'preapproved']);

export function mayDeliver(object: StoredObject, atMs: number): boolean {
  const review = reviewAt(object, atMs);
  return review === null || DELIVERING.has(review.outcome);
}

/** What `issues_info` shows now. */
export function currentIssues(object: StoredObject, nowMs: number): readonly ReviewIssue[] | undefined {
  const review = reviewAt(object, nowMs);
  return review === null || review.issues.length === 0 ? undefined : review.issues;
}

const LEVEL_NAMES: Partial<Record<StoredObject['level'], ReviewIssue['level']>> = {
  campaign: 'CAMPAIGN',
  adset: 'AD_SET',
  ad: 'AD',
};

/** Issues for a script that names none: a refusal always has a reason at Meta. */
export function defaultIssues(object: StoredObject, outcome: ReviewOutcome): readonly ReviewIssue[] {
  if (outcome !== 'disapproved' && outcome !== 'with_issues') return [];
  const isPolicy = outcome === 'disapproved';
  return [
    {
      error_code: isPolicy ? 1815869 : 1815880,
      error_message: isPolicy
        ? 'The ad does not comply with the advertising standards.'
        : 'The object has issues and does not deliver.',
      error_summary: isPolicy ? 'Ad Disapproved' : 'Delivery Issue',
      error_type: 'HARD_ERROR',
      level: LEVEL_NAMES[object.level] ?? 'AD',
    },
  ];
}
