import type { AbTestResult } from '@mao/ab-stats';

/** The numbers a publication keeps of the ad that won. */
export function winnerMetrics(result: AbTestResult, adId: string): object {
  const { metrics_snapshot: snapshot, statistical_results: statistics, composite_scores: scores } = result;
  return {
    ...snapshot.find((variant) => variant.ad_id === adId),
    p_value: statistics.p_value,
    composite_score: scores[adId] ?? null,
  };
}
