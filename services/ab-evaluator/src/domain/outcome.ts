import type { AbTestResult } from '@mao/ab-stats';
import type { TestStatus } from './test-terms.ts';

/** What a judgement makes of its test. */
export interface Outcome {
  readonly status: 'active' | 'completed' | 'needs_more_data';
  /** Whether the data could be judged at all. */
  readonly success: boolean;
  readonly reason: string | null;
  readonly winner: { readonly clipId: string; readonly adId: string } | null;
}

function statusOf({ state, final }: AbTestResult['verdict'], before: TestStatus): Outcome['status'] {
  // Forced once more without finding a winner: the end it came to stands.
  if (before === 'completed') return 'completed';
  if (state === 'needs_more_data') return 'needs_more_data';
  // A conflict and a difference that is not significant yet may still be decided, until the horizon.
  return final ? 'completed' : 'active';
}

/**
 * R18, R20: what is final completes the test; anything else is judged again.
 * @param before the test's status until now
 */
export function outcomeOf({ verdict }: AbTestResult, before: TestStatus): Outcome {
  const success = verdict.state !== 'needs_more_data' && verdict.state !== 'invalid';
  return {
    status: statusOf(verdict, before),
    success,
    reason: success ? null : verdict.reason,
    winner: verdict.winner && { clipId: verdict.winner.clip_id, adId: verdict.winner.ad_id },
  };
}
