import type { InsightsSyncResult } from '@mao/contracts';
import type { Notifier } from '@mao/service-kit';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CampaignOutcome } from '../domain/campaign-outcome.ts';
import { runAnswer } from '../domain/run-answer.ts';
import { Campaign } from '../entities/campaign.ts';
import { Operation } from '../entities/operation.ts';
import { operationChanged } from './accept.ts';

/**
 * Adds what became known of a run and ends its operation when that was the last missing part. The operation's row is locked
 * first: campaign and insights events come from different topics and may be folded at the same moment.
 */
export async function settleRun(
  em: EntityManager,
  notifier: Notifier,
  operationId: string,
  news: { campaign?: CampaignOutcome; insights?: InsightsSyncResult },
): Promise<void> {
  const operation = await em.findOne(
    Operation,
    { id: operationId, kind: 'campaign_run' },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (operation === null || operation.aggregateId === null || operation.aggregateId === undefined) return;
  // The first sync ends the run; what later syncs find belongs to the insights, not to the answer.
  const insights = operation.insightsOutcome === null ? news.insights : undefined;
  if (news.campaign === undefined && insights === undefined) return;
  if (insights !== undefined) operation.insightsOutcome = insights;
  if (news.campaign !== undefined) operation.campaignOutcome = news.campaign;
  const campaign = await em.findOneOrFail(Campaign, operation.aggregateId);
  const now = new Date();
  const answer = runAnswer({
    operationId,
    campaignId: campaign.id,
    socialAccountId: campaign.socialAccountId,
    clipId: campaign.clipId,
    campaign: operation.campaignOutcome ?? null,
    insights: operation.insightsOutcome ?? null,
    now,
  });
  if (answer !== undefined) {
    operation.state = answer.state;
    operation.answerStatus = 200;
    operation.answer = answer.result;
    operation.completedAt = now;
  }
  await em.flush();
  if (answer !== undefined) operationChanged(em, notifier, operationId);
}
