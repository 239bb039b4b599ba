import { type Events, type RunRequest, runRequest } from '@mao/contracts';
import type { EventOf } from '@mao/messaging';
import { newId, query } from '@mao/service-kit';
import { type Request, type Response, Router } from 'express';
import { liveDailyCents } from '../domain/live-budget.ts';
import { acceptOperation, findReplay } from '../operations/accept.ts';
import { type Budget, lockedCap, refuseAboveCap } from '../operations/budget-cap.ts';
import { accountFor, notConnected, refuseBadTarget, refuseForeign, refuseUnconnected } from './account-checks.ts';
import { callerIn, canWrite } from './authenticate.ts';
import { jsonBody, noBody, parseBody } from './body.ts';
import type { GatewayContext } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import { answerOperation } from './operations.ts';
import { pathId } from './path-id.ts';
import { clipsFor, planFor } from './run-checks.ts';

/** The main job: build a campaign, or sync an account's insights. */
export function orchestrateRoutes(context: GatewayContext): Router {
  const router = Router();

  router.post('/meta/orchestrate/run', canWrite, jsonBody, async (request, response) => {
    const body = parseBody(runRequest, request.body);
    const idempotency = idempotencyOf(request);
    const caller = callerIn(response);
    // Before the replay: what a caller may see is for the token of today to say, not for that of the first try.
    refuseForeign(caller, body.social_account_id);
    const replay = await findReplay(context.orm, { subject: caller.subject, ...idempotency });
    if (replay !== undefined) {
      await answerOperation(context, request, response, { operation: replay, replayed: true });
      return;
    }
    await run(context, request, response, body);
  });

  router.post('/meta/orchestrate/sync-insights/:id', canWrite, noBody, async (request, response) => {
    await syncInsights(context, request, response);
  });

  return router;
}

async function run(context: GatewayContext, request: Request, response: Response, body: RunRequest): Promise<void> {
  const caller = callerIn(response);
  const account = await accountFor(context.orm.em.fork(), body.social_account_id);
  await refuseBadTarget(context.orm.em.fork(), caller, body.ab_test?.auto_publish_to ?? undefined);
  const plan = planFor(body, account, await clipsFor(context.orm, body), new Date());
  if (body.dry_run) {
    await refuseAboveCap(context.orm.em.fork(), account.dailyBudgetCapCents, budgetOf(body, new Date()));
    response.json({
      dry_run: true,
      plan: plan.steps.map(({ step, level, name, payload }) => ({
        step,
        level: level === 'ad_set' ? 'adset' : level,
        name,
        payload,
      })),
      warnings: plan.warnings,
    });
    return;
  }
  const campaignId = newId();
  const accepted = await acceptOperation(
    context.orm,
    {
      kind: 'campaign_run',
      subject: caller.subject,
      socialAccountId: account.id,
      aggregateId: campaignId,
      ...idempotencyOf(request),
    },
    async (em, operation) => {
      const budget = budgetOf(body, operation.createdAt);
      // Looking for the clips may have taken seconds: the account may be paused, capped or gone since.
      const { dailyBudgetCapCents } = await accountFor(em, account.id);
      if (typeof dailyBudgetCapCents === 'number') await refuseAboveCap(em, await lockedCap(em, account.id), budget);
      await query(em, INSERT_CAMPAIGN, [
        campaignId,
        operation.id,
        account.id,
        body.clip_id,
        body.campaign_name,
        body.campaign_objective,
        plan.optimizationGoal,
        body.auto_publish,
        body.daily_budget_cents ?? null,
        body.lifetime_budget_cents ?? null,
        budget.liveDailyCents,
        body.end_time ?? null,
        account.currency,
        account.timezone,
        operation.createdAt,
      ]);
      if (body.ab_test !== undefined)
        await em.execute(`update campaigns set ab_test = ? where id = ?`, [JSON.stringify(body.ab_test), campaignId]);
      await context.outbox.append(em, campaignRequested(campaignId, operation.id, caller.subject, body, operation.createdAt));
    },
  );
  await answerOperation(context, request, response, accepted);
}

const INSERT_CAMPAIGN = `
  insert into campaigns (id, operation_id, social_account_id, clip_id, name, objective, optimization_goal, state, auto_publish, daily_budget_cents,
    lifetime_budget_cents, live_daily_cents, ends_at, currency, timezone, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'accepted', $8, $9, $10, $11, $12, $13, $14, $15)`;

const budgetOf = (body: RunRequest, now: Date): Budget => ({
  socialAccountId: body.social_account_id,
  liveDailyCents: liveDailyCents(body, now),
  pointer: body.daily_budget_cents === undefined ? '/lifetime_budget_cents' : '/daily_budget_cents',
});

function campaignRequested(
  campaignId: string,
  requestId: string,
  requestedBy: string,
  body: RunRequest,
  requestedAt: Date,
): EventOf<Pick<Events, 'CampaignRequested'>> {
  const first = {
    clip_id: body.clip_id,
    creative_title: body.creative_title,
    creative_description: body.creative_description,
    landing_url: body.landing_url,
  };
  return {
    type: 'CampaignRequested',
    key: campaignId,
    data: {
      campaignId,
      requestId,
      socialAccountId: body.social_account_id,
      requestedBy,
      requestedAt,
      campaignName: body.campaign_name,
      objective: body.campaign_objective,
      optimizationGoal: body.optimization_goal,
      dailyBudgetCents: body.daily_budget_cents ?? null,
      lifetimeBudgetCents: body.lifetime_budget_cents ?? null,
      startTime: body.start_time === undefined ? null : new Date(body.start_time),
      endTime: body.end_time === undefined ? null : new Date(body.end_time),
      callToAction: body.call_to_action,
      specialAdCategories: body.special_ad_categories,
      targetingJson: JSON.stringify(body.targeting),
      autoPublish: body.auto_publish,
      creatives: [first, ...(body.variants ?? [])].map((creative) => ({
        clipId: creative.clip_id,
        title: creative.creative_title,
        description: creative.creative_description ?? null,
        landingUrl: creative.landing_url ?? body.landing_url,
      })),
    },
  };
}

/** Queues the sync and answers at once; its outcome is the operation's. */
async function syncInsights(context: GatewayContext, request: Request, response: Response): Promise<void> {
  const id = pathId(request.params['id'], notConnected());
  const caller = callerIn(response);
  refuseForeign(caller, id);
  const { operation, replayed } = await acceptOperation(
    context.orm,
    { kind: 'insights_sync', subject: caller.subject, socialAccountId: id, aggregateId: id, ...idempotencyOf(request) },
    async (em, accepted) => {
      // In here: the repetition of an accepted request gets its answer whatever became of the account.
      await refuseUnconnected(em, id);
      await context.outbox.append(em, {
        type: 'InsightsSyncRequested',
        key: id,
        data: { requestId: accepted.id, socialAccountId: id, requestedBy: caller.subject, requestedAt: accepted.createdAt },
      });
    },
  );
  if (replayed) response.set('Idempotency-Replayed', 'true');
  response.json({ message: `Insights sync initiated for account ${id}`, status: 'queued', operation_id: operation.id });
}
