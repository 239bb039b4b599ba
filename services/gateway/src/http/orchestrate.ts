import { type Events, type RunRequest, runRequest } from '@mao/contracts';
import type { EventOf } from '@mao/messaging';
import { newId } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Request, type Response, Router } from 'express';
import { liveDailyCents } from '../domain/live-budget.ts';
import { Account } from '../entities/account.ts';
import { acceptOperation, findReplay } from '../operations/accept.ts';
import { callerIn, canWrite } from './authenticate.ts';
import { jsonBody, parseBody } from './body.ts';
import type { GatewayContext } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import { answerOperation } from './operations.ts';
import { pathId } from './path-id.ts';
import { notFound, ProblemError } from './problem.ts';
import { accountFor, clipsFor, planFor } from './run-checks.ts';

/** The main job: build a campaign, or sync an account's insights. */
export function orchestrateRoutes(context: GatewayContext): Router {
  const router = Router();

  router.post('/meta/orchestrate/run', canWrite, jsonBody, async (request, response) => {
    const body = parseBody(runRequest, request.body);
    const idempotency = idempotencyOf(request);
    const { subject } = callerIn(response);
    const replay = body.dry_run ? undefined : await findReplay(context.orm, { subject, ...idempotency });
    if (replay !== undefined) {
      await answerOperation(context, request, response, { operation: replay, replayed: true });
      return;
    }
    await run(context, request, response, body);
  });

  router.post('/meta/orchestrate/sync-insights/:id', canWrite, async (request, response) => {
    await syncInsights(context, request, response);
  });

  return router;
}

async function run(context: GatewayContext, request: Request, response: Response, body: RunRequest): Promise<void> {
  const caller = callerIn(response);
  const account = await accountFor(context.orm, caller, body);
  const plan = planFor(body, account, await clipsFor(context.orm, body), new Date());
  if (body.dry_run) {
    response.json({
      dry_run: true,
      plan: plan.steps.map(({ step, level, name, payload }) => ({ step, level: level === 'ad_set' ? 'adset' : level, name, payload })),
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
      const liveCents = liveDailyCents(body, operation.createdAt);
      await refuseAboveCap(em, account, liveCents);
      await em.execute(INSERT_CAMPAIGN, [
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
        liveCents,
        account.currency,
        account.timezone,
        operation.createdAt,
      ]);
      await context.outbox.append(em, campaignRequested(campaignId, operation.id, caller.subject, body, operation.createdAt));
    },
  );
  await answerOperation(context, request, response, accepted);
}

const INSERT_CAMPAIGN = `
  insert into campaigns (id, operation_id, social_account_id, clip_id, name, objective, optimization_goal, state, auto_publish, daily_budget_cents,
    lifetime_budget_cents, live_daily_cents, currency, timezone, created_at)
  values (?, ?, ?, ?, ?, ?, ?, 'accepted', ?, ?, ?, ?, ?, ?, ?)`;

/** The account's row is locked, so that two requests at once cannot both take what is left under the cap. */
async function refuseAboveCap(em: EntityManager, account: Account, cents: number): Promise<void> {
  if (account.dailyBudgetCapCents === null || account.dailyBudgetCapCents === undefined) return;
  const [locked] = await em.execute<{ cap: string | null }[]>(
    `select daily_budget_cap_cents as cap from accounts where id = ? for update`,
    [account.id],
  );
  const cap = locked?.cap === null || locked === undefined ? undefined : Number(locked.cap);
  if (cap === undefined) return;
  const [live] = await em.execute<{ cents: string }[]>(
    `select coalesce(sum(live_daily_cents), 0) as cents from campaigns
     where social_account_id = ? and state in ('accepted','running','waiting','succeeded','needs_attention')`,
    [account.id],
  );
  const total = Number(live?.cents ?? 0) + cents;
  if (total <= cap) return;
  const detail = `would lift the account's daily budgets to ${total}, above its cap of ${cap} (minor units)`;
  throw new ProblemError(422, 'budget-cap-exceeded', detail, { errors: [{ pointer: '/daily_budget_cents', detail }] });
}

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
  const notConnected = () => notFound('account-not-connected', 'No such account is connected.');
  const id = pathId(request.params['id'], notConnected());
  const caller = callerIn(response);
  const connected = caller.mayUse(id) ? await context.orm.em.fork().count(Account, { id, disconnectedAt: null }) : 0;
  if (connected === 0) throw notConnected();
  const { operation, replayed } = await acceptOperation(
    context.orm,
    { kind: 'insights_sync', subject: caller.subject, socialAccountId: id, aggregateId: id, ...idempotencyOf(request) },
    async (em, accepted) => {
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
