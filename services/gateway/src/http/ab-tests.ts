import { type AbTestBody, abTestBody, evaluateBody, publishWinnerBody } from '@mao/contracts';
import { newId } from '@mao/service-kit';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Request, type Response, Router } from 'express';
import { AbTest } from '../entities/ab-test.ts';
import { Campaign } from '../entities/campaign.ts';
import { CampaignAd } from '../entities/campaign-ad.ts';
import { Publication } from '../entities/publication.ts';
import { acceptOperation, findReplay, type OperationRequest } from '../operations/accept.ts';
import { requestAbTest } from '../operations/request-ab-test.ts';
import { abTestView, publicationView, publishAnswer } from './ab-test-view.ts';
import { refuseBadTarget, refuseForeign } from './account-checks.ts';
import { type Caller, callerIn, canWrite } from './authenticate.ts';
import { jsonBody, noBody, parseBody } from './body.ts';
import type { GatewayContext } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import { abTestFilters } from './list-filters.ts';
import { answerOperation } from './operations.ts';
import { page, pageRequest } from './page.ts';
import { pathId } from './path-id.ts';
import { type FieldError, invalid, notFound, ProblemError } from './problem.ts';

const unknownTest = () => notFound('ab-test-not-found', 'No such A/B test.');
const archived = () => new ProblemError(409, 'ab-test-archived', 'The test is archived.');

/** A/B tests from their creation to the published winner. */
export function abTestRoutes(context: GatewayContext): Router {
  const router = Router();
  router.post('/meta/orchestrate/ab', canWrite, jsonBody, (request, response) => create(context, request, response));
  router.get('/meta/orchestrate/ab', (request, response) => list(context, request, response));
  router.get('/meta/orchestrate/ab/:id', async (request, response) => {
    response.json(abTestView(await visibleTest(context.orm.em.fork(), callerIn(response), request.params['id'])));
  });
  router.post('/meta/orchestrate/ab/:id/evaluate', canWrite, jsonBody, (request, response) =>
    evaluate(context, request, response),
  );
  router.post('/meta/orchestrate/ab/:id/publish-winner', canWrite, jsonBody, (request, response) =>
    publish(context, request, response),
  );
  router.post('/meta/orchestrate/ab/:id/archive', canWrite, noBody, (request, response) => archive(context, request, response));
  router.get('/publications/:id', async (request, response) => {
    const missing = notFound('publication-not-found', 'No such publication.');
    const publication = await context.orm.em.fork().findOne(Publication, pathId(request.params['id'], missing));
    if (publication === null || !callerIn(response).mayUse(publication.socialAccountId)) throw missing;
    response.json(publicationView(publication));
  });
  return router;
}

async function create(context: GatewayContext, request: Request, response: Response): Promise<void> {
  const body = parseBody(abTestBody, request.body);
  const caller = callerIn(response);
  const replay = await findReplay(context.orm, { subject: caller.subject, ...idempotencyOf(request) });
  if (replay !== undefined) {
    refuseForeign(caller, replay.socialAccountId);
    await answerOperation(context, request, response, { operation: replay, replayed: true });
    return;
  }
  const em = context.orm.em.fork();
  const campaign = await builtCampaign(em, caller, body.campaign_id);
  await refuseForeignAds(em, campaign, body);
  await refuseBadTarget(em, caller, body.auto_publish_to ?? undefined);
  const abTestId = newId();
  const accepted = await acceptOperation(
    context.orm,
    operationOf('ab_test_create', request, caller, campaign.socialAccountId, abTestId),
    async (transaction, operation) => {
      await requestAbTest(transaction, context.outbox, {
        abTestId,
        requestId: operation.id,
        campaignId: campaign.id,
        socialAccountId: campaign.socialAccountId,
        requestedBy: caller.subject,
        requestedAt: operation.createdAt,
        testName: body.test_name,
        variants: body.variants,
        metrics: body.metrics,
        minImpressions: body.min_impressions,
        minDurationHours: body.min_duration_hours,
        startTime: body.start_time === undefined ? operation.createdAt : new Date(body.start_time),
        primaryMetric: body.primary_metric,
        clickField: body.click_field,
        minimumEffect: body.minimum_effect,
        horizonDays: body.horizon_days,
        autoPublishTo: body.auto_publish_to ?? null,
      });
    },
  );
  await answerOperation(context, request, response, accepted);
}

async function list(context: GatewayContext, request: Request, response: Response): Promise<void> {
  const { limit, after, filter } = pageRequest(request, abTestFilters);
  const { accounts: allowed } = callerIn(response);
  const rows = await context.orm.em.fork().find(
    AbTest,
    {
      isCreated: true,
      ...(allowed === undefined ? {} : { socialAccountId: { $in: [...allowed] } }),
      ...(filter.campaign_id === undefined ? {} : { campaignId: filter.campaign_id }),
      ...(filter.status === undefined ? {} : { status: filter.status }),
      ...(after === undefined ? {} : { id: { $gt: after } }),
    },
    { orderBy: { id: 'asc' }, limit: limit + 1 },
  );
  response.json(page(rows, limit, (test) => test.id, abTestView));
}

async function evaluate(context: GatewayContext, request: Request, response: Response): Promise<void> {
  const body = parseBody(evaluateBody, request.body);
  const caller = callerIn(response);
  const test = await visibleTest(context.orm.em.fork(), caller, request.params['id']);
  const accepted = await acceptOperation(
    context.orm,
    operationOf('ab_test_evaluate', request, caller, test.socialAccountId, test.id),
    async (em, operation) => {
      if ((await lockedTest(em, test.id)).status === 'archived') throw archived();
      const campaign = await em.findOneOrFail(Campaign, test.campaignId);
      if (campaign.state !== 'succeeded')
        throw new ProblemError(409, 'campaign-removed', 'The campaign of the test was removed.');
      const data = {
        abTestId: test.id,
        requestId: operation.id,
        requestedBy: caller.subject,
        requestedAt: operation.createdAt,
        force: body.force,
        reasonForForce: body.reason_for_force ?? null,
      };
      await context.outbox.append(em, { type: 'AbTestEvaluationRequested', key: test.id, data });
    },
  );
  await answerOperation(context, request, response, accepted);
}

async function publish(context: GatewayContext, request: Request, response: Response): Promise<void> {
  const body = parseBody(publishWinnerBody, request.body);
  const caller = callerIn(response);
  const test = await visibleTest(context.orm.em.fork(), caller, request.params['id']);
  refuseForeign(caller, body.social_account_id);
  const known = await context.orm.em.fork().findOne(Publication, { abTestId: test.id, socialAccountId: body.social_account_id });
  if (known !== null) {
    response.json(
      publishAnswer({
        publishLogId: known.id,
        clipId: known.clipId,
        socialAccountId: known.socialAccountId,
        status: known.status,
        alreadyPublished: true,
      }),
    );
    return;
  }
  await refuseBadTarget(context.orm.em.fork(), caller, body.social_account_id);
  const accepted = await acceptOperation(
    context.orm,
    operationOf('winner_publish', request, caller, body.social_account_id, test.id),
    async (em, operation) => {
      const now = await lockedTest(em, test.id);
      if (now.status === 'archived') throw archived();
      if (!now.winnerAdId) throw new ProblemError(409, 'no-winner', 'The test has no winner.');
      const data = {
        abTestId: test.id,
        requestId: operation.id,
        socialAccountId: body.social_account_id,
        requestedBy: caller.subject,
        requestedAt: operation.createdAt,
      };
      await context.outbox.append(em, { type: 'WinnerPublishRequested', key: test.id, data });
    },
  );
  await answerOperation(context, request, response, accepted);
}

async function archive(context: GatewayContext, request: Request, response: Response): Promise<void> {
  const caller = callerIn(response);
  const test = await visibleTest(context.orm.em.fork(), caller, request.params['id']);
  const accepted = await acceptOperation(
    context.orm,
    operationOf('ab_test_archive', request, caller, test.socialAccountId, test.id),
    async (em, operation) => {
      const data = { abTestId: test.id, requestId: operation.id, requestedBy: caller.subject, requestedAt: operation.createdAt };
      await context.outbox.append(em, { type: 'AbTestArchiveRequested', key: test.id, data });
    },
  );
  await answerOperation(context, request, response, accepted);
}

function operationOf(
  kind: OperationRequest['kind'],
  request: Request,
  caller: Caller,
  socialAccountId: string,
  aggregateId: string,
): OperationRequest {
  return { kind, subject: caller.subject, socialAccountId, aggregateId, ...idempotencyOf(request) };
}

async function visibleTest(em: EntityManager, caller: Caller, id: unknown): Promise<AbTest> {
  const test = await em.findOne(AbTest, { id: pathId(id, unknownTest()), isCreated: true });
  if (test === null || !caller.mayUse(test.socialAccountId)) throw unknownTest();
  return test;
}

const lockedTest = (em: EntityManager, id: string): Promise<AbTest> =>
  em.findOneOrFail(AbTest, id, { lockMode: LockMode.PESSIMISTIC_WRITE });

async function builtCampaign(em: EntityManager, caller: Caller, id: string): Promise<Campaign> {
  const campaign = await em.findOne(Campaign, id);
  if (campaign === null || !caller.mayUse(campaign.socialAccountId)) throw notFound('campaign-not-found', 'No such campaign.');
  if (campaign.state === 'succeeded') return campaign;
  if (['failed', 'cancelled', 'needs_attention'].includes(campaign.state))
    throw new ProblemError(409, 'campaign-removed', 'The campaign was removed.');
  throw new ProblemError(409, 'campaign-not-ready', 'The campaign is still being built.');
}

/** Each variant is an ad of the campaign, with its own clip. */
async function refuseForeignAds(em: EntityManager, campaign: Campaign, body: AbTestBody): Promise<void> {
  const ads = new Map((await em.find(CampaignAd, { campaignId: campaign.id })).map((ad) => [ad.adId, ad.clipId]));
  const errors = body.variants.flatMap((variant, index): FieldError[] => {
    const clipId = ads.get(variant.ad_id);
    if (clipId === undefined) return [{ pointer: `/variants/${index}/ad_id`, detail: 'is not an ad of this campaign' }];
    return clipId === variant.clip_id ? [] : [{ pointer: `/variants/${index}/clip_id`, detail: 'is not the clip of this ad' }];
  });
  if (errors.length > 0) throw invalid(errors);
}
