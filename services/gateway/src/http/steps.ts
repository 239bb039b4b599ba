import type { EntityManager } from '@mikro-orm/postgresql';
import { CampaignStep } from '../entities/campaign-step.ts';

/** The steps of a campaign's saga in order, as operations and campaigns show them. */
export async function stepsOf(em: EntityManager, campaignId: string) {
  const steps = await em.find(CampaignStep, { campaignId }, { orderBy: { position: 'asc' } });
  return steps.map((step) => ({
    name: step.step,
    state: step.state,
    attempts: step.attempts,
    started_at: step.startedAt?.toISOString() ?? null,
    ended_at: step.endedAt?.toISOString() ?? null,
    ...(step.level ? { level: step.level } : {}),
    ...(step.metaId ? { meta_id: step.metaId } : {}),
    ...(step.error ? { error: step.error } : {}),
    waiting_for: step.waitingFor ?? null,
    next_retry_at: step.nextRetryAt?.toISOString() ?? null,
  }));
}
