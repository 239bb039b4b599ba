import { isFinal, type OperationState } from '@mao/contracts';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Router } from 'express';
import { Campaign } from '../entities/campaign.ts';
import { CampaignAd } from '../entities/campaign-ad.ts';
import { acceptOperation } from '../operations/accept.ts';
import { type Caller, callerIn, canWrite } from './authenticate.ts';
import { noBody } from './body.ts';
import type { GatewayContext } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import { campaignFilters } from './list-filters.ts';
import { answerOperation } from './operations.ts';
import { page, pageRequest } from './page.ts';
import { pathId } from './path-id.ts';
import { notFound, ProblemError } from './problem.ts';
import { stepsOf } from './steps.ts';

const unknownCampaign = () => notFound('campaign-not-found', 'No such campaign.');

export function campaignRoutes(context: GatewayContext): Router {
  const router = Router();

  router.get('/meta/campaigns', async (request, response) => {
    const { limit, after, filter } = pageRequest(request, campaignFilters);
    const { accounts: allowed } = callerIn(response);
    const rows = await context.orm.em.fork().find(
      Campaign,
      {
        ...(allowed === undefined ? {} : { $and: [{ socialAccountId: { $in: [...allowed] } }] }),
        ...(filter.social_account_id === undefined ? {} : { socialAccountId: filter.social_account_id }),
        ...(filter.state === undefined ? {} : { state: filter.state }),
        ...(after === undefined ? {} : { id: { $gt: after } }),
      },
      { orderBy: { id: 'asc' }, limit: limit + 1 },
    );
    response.json(page(rows, limit, (campaign) => campaign.id, campaignView));
  });

  router.get('/meta/campaigns/:id', async (request, response) => {
    const em = context.orm.em.fork();
    const campaign = await visibleCampaign(em, callerIn(response), request.params['id']);
    const ads = await em.find(CampaignAd, { campaignId: campaign.id }, { orderBy: { position: 'asc' } });
    const steps = await stepsOf(em, campaign.id);
    response.json({ ...campaignView(campaign), tree: treeOf(campaign, ads), steps, at_meta: objectsAtMeta(campaign, steps) });
  });

  router.post('/meta/campaigns/:id/cancel', canWrite, noBody, async (request, response) => {
    const campaign = await visibleCampaign(context.orm.em.fork(), callerIn(response), request.params['id']);
    const accepted = await acceptOperation(
      context.orm,
      { kind: 'campaign_cancel', ...requestFor(campaign, callerIn(response)), ...idempotencyOf(request) },
      async (em, operation) => {
        if (isFinal(await stateNow(em, campaign.id)))
          throw new ProblemError(409, 'already-finished', 'The campaign is already finished.');
        await context.outbox.append(em, {
          type: 'CampaignCancelRequested',
          key: campaign.id,
          data: askedFor(campaign, operation),
        });
      },
    );
    await answerOperation(context, request, response, accepted);
  });

  router.post('/meta/campaigns/:id/resume', canWrite, noBody, async (request, response) => {
    const campaign = await visibleCampaign(context.orm.em.fork(), callerIn(response), request.params['id']);
    const accepted = await acceptOperation(
      context.orm,
      { kind: 'campaign_resume', ...requestFor(campaign, callerIn(response)), ...idempotencyOf(request) },
      async (em, operation) => {
        if ((await stateNow(em, campaign.id)) !== 'needs_attention')
          throw new ProblemError(409, 'not-resumable', 'Only a campaign that needs attention can be resumed.');
        await context.outbox.append(em, {
          type: 'CampaignResumeRequested',
          key: campaign.id,
          data: askedFor(campaign, operation),
        });
      },
    );
    await answerOperation(context, request, response, accepted);
  });

  return router;
}

/** Read again under a lock: the end of the campaign may have come in since it was looked up. */
async function stateNow(em: EntityManager, campaignId: string): Promise<OperationState> {
  const campaign = await em.findOneOrFail(Campaign, campaignId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return campaign.state as OperationState;
}

export async function visibleCampaign(em: EntityManager, caller: Caller, id: unknown): Promise<Campaign> {
  const campaign = await em.findOne(Campaign, pathId(id, unknownCampaign()));
  if (campaign === null || !caller.mayUse(campaign.socialAccountId)) throw unknownCampaign();
  return campaign;
}

const requestFor = (campaign: Campaign, caller: Caller) => ({
  subject: caller.subject,
  socialAccountId: campaign.socialAccountId,
  aggregateId: campaign.id,
});

const askedFor = (campaign: Campaign, operation: { id: string; subject: string; createdAt: Date }) => ({
  campaignId: campaign.id,
  requestId: operation.id,
  requestedBy: operation.subject,
  requestedAt: operation.createdAt,
});

function campaignView(campaign: Campaign) {
  return {
    id: campaign.id,
    operation_id: campaign.operationId,
    social_account_id: campaign.socialAccountId,
    clip_id: campaign.clipId,
    campaign_name: campaign.name,
    campaign_objective: campaign.objective,
    optimization_goal: campaign.optimizationGoal,
    state: campaign.state,
    status: campaign.status ?? null,
    auto_publish: campaign.autoPublish,
    daily_budget_cents: campaign.dailyBudgetCents ?? null,
    lifetime_budget_cents: campaign.lifetimeBudgetCents ?? null,
    currency: campaign.currency,
    campaign_meta_id: campaign.campaignMetaId ?? null,
    ab_test_id: campaign.abTestId ?? null,
    error: campaign.error ?? null,
    errors: campaign.errors ?? [],
    compensation: campaign.compensation ?? null,
    created_at: campaign.createdAt.toISOString(),
    completed_at: campaign.completedAt?.toISOString() ?? null,
  };
}

function treeOf(campaign: Campaign, ads: readonly CampaignAd[]) {
  if (!campaign.campaignMetaId) return null;
  return {
    campaign_db_id: campaign.id,
    campaign_meta_id: campaign.campaignMetaId,
    adset_db_id: campaign.adsetId,
    adset_meta_id: campaign.adsetMetaId,
    ads: ads.map((ad) => ({
      clip_id: ad.clipId,
      ad_db_id: ad.adId,
      ad_meta_id: ad.adMetaId,
      creative_db_id: ad.creativeId,
      creative_meta_id: ad.creativeMetaId,
    })),
  };
}

/** What our record says exists at Meta now: made by a step and not removed again. */
function objectsAtMeta(campaign: Campaign, steps: Awaited<ReturnType<typeof stepsOf>>) {
  const removed = new Set((campaign.compensation?.removed ?? []).map((object) => object.meta_id));
  return steps.flatMap((step) =>
    step.meta_id !== undefined && step.state !== 'compensated' && !removed.has(step.meta_id)
      ? [{ level: step.level, meta_id: step.meta_id }]
      : [],
  );
}
