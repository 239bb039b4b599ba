import type { AbTestResult } from '@mao/ab-stats';
import type { Events } from '@mao/contracts';
import type { NewEvent } from '@mao/messaging';
import type { Outcome } from '../domain/outcome.ts';
import { winnerMetrics } from '../domain/winner-metrics.ts';
import type { MetaAbTest } from '../entities/meta-ab-test.ts';

/** One judgement, for whoever waits for it and for every reader. */
export function testEvaluated(
  test: MetaAbTest,
  told: { requestId: string | null; outcome: Outcome; result: AbTestResult; evaluatedAt: Date },
): NewEvent<'AbTestEvaluated', Events['AbTestEvaluated']> {
  const { requestId, outcome, result, evaluatedAt } = told;
  return {
    type: 'AbTestEvaluated',
    key: test.id,
    data: {
      abTestId: test.id,
      requestIds: requestId === null ? [] : [requestId],
      status: outcome.status,
      success: outcome.success,
      reason: outcome.reason,
      winnerClipId: test.winnerClipId ?? null,
      winnerAdId: test.winnerAdId ?? null,
      winnerDecidedAt: test.winnerDecidedAt ?? null,
      inputHash: test.inputHash ?? '',
      resultJson: JSON.stringify(result),
      evaluatedAt,
    },
  };
}

/** The winner, with what a publisher needs to know of how it won. */
export function winnerSelected(
  test: MetaAbTest,
  won: { winner: NonNullable<Outcome['winner']>; result: AbTestResult; decidedAt: Date },
): NewEvent<'WinnerSelected', Events['WinnerSelected']> {
  const { winner, result, decidedAt } = won;
  const { verdict } = result;
  return {
    type: 'WinnerSelected',
    key: test.id,
    data: {
      abTestId: test.id,
      campaignId: test.campaignId,
      socialAccountId: test.socialAccountId,
      clipId: winner.clipId,
      adId: winner.adId,
      isForced: verdict.forced !== null,
      isEarly: verdict.early,
      design: verdict.design,
      mayAutoPublish: verdict.auto_publish.allowed,
      autoPublishTo: test.autoPublishTo ?? null,
      winnerMetricsJson: JSON.stringify(winnerMetrics(result, winner.adId)),
      decidedAt,
    },
  };
}
