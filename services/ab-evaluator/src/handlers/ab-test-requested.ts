import type { AbTestRequested } from '@mao/contracts';
import { currencyOffset } from '@mao/graph-api';
import type { Handler } from '@mao/messaging';
import type { EntityManager } from '@mikro-orm/postgresql';
import { checkRequest, type Terms } from '../domain/check-request.ts';
import { detectableEffect } from '../domain/detectable-effect.ts';
import { nextEvaluation } from '../domain/next-evaluation.ts';
import { CAMPAIGN_NOT_FOUND, CAMPAIGN_REMOVED } from '../domain/refusal.ts';
import type { ClickField } from '../domain/test-terms.ts';
import { Campaign } from '../entities/campaign.ts';
import { CampaignAd } from '../entities/campaign-ad.ts';
import { MetaAbTest } from '../entities/meta-ab-test.ts';
import { readDelivery } from '../evaluation/read-delivery.ts';
import type { RequestDeps } from './deps.ts';
import { reject } from './reject.ts';

/** Meta's own split tests are not made here: ads of one campaign are shown to whom Meta chooses. */
const DESIGN = 'observational';
const CENTS = 100;

/** Takes a test up, or says why not. A test that is there already is announced again. */
export const onAbTestRequested =
  (deps: RequestDeps): Handler<AbTestRequested> =>
  async ({ id: eventId, data }, em) => {
    const { outbox } = deps;
    const known = await em.findOne(MetaAbTest, data.abTestId);
    if (known !== null) return announce(em, deps, known, data.requestId);
    const campaign = await em.findOne(Campaign, { id: data.campaignId, socialAccountId: data.socialAccountId });
    if (campaign === null) {
      deps.patience.wait(eventId);
      return reject(em, outbox, data, CAMPAIGN_NOT_FOUND);
    }
    if (campaign.removedAt) return reject(em, outbox, data, CAMPAIGN_REMOVED);
    const ads = await em.find(CampaignAd, { campaignId: campaign.id });
    const checked = checkRequest(data, ads);
    if (checked.type === 'refused') return reject(em, outbox, data, checked.refusal);
    const effect = await effectOf(em, data, { campaign, ads: ads.length, clickField: checked.terms.clickField });
    await announce(em, deps, await takeUp(em, deps, data, checked.terms, effect), data.requestId);
  };

interface Ground {
  readonly campaign: Campaign;
  readonly ads: number;
  readonly clickField: ClickField;
}

async function effectOf(em: EntityManager, data: AbTestRequested, { campaign, ads, clickField }: Ground): Promise<object> {
  const { dailyBudgetCents = null, lifetimeBudgetCents = null, currency } = campaign;
  return detectableEffect({
    budget: { dailyBudgetCents, lifetimeBudgetCents },
    delivered: await readDelivery(em, campaign.id, clickField),
    variants: data.variants.length,
    ads,
    horizonDays: data.horizonDays,
    minimumEffect: data.minimumEffect,
    currencyOffset: currencyOffset(currency) ?? CENTS,
  });
}

async function takeUp(
  em: EntityManager,
  { clock, intervalMs }: RequestDeps,
  data: AbTestRequested,
  terms: Terms,
  effect: object,
): Promise<MetaAbTest> {
  const { requestId: _requestId, requestedAt: _requestedAt, abTestId: id, ...asked } = data;
  const now = clock();
  const test = em.create(MetaAbTest, {
    ...asked,
    ...terms,
    id,
    status: 'active',
    design: DESIGN,
    detectableEffect: JSON.stringify(effect),
    createdAt: now,
    nextEvaluationAt: nextEvaluation(now, { ...asked, id }, intervalMs),
  });
  await em.flush();
  return test;
}

async function announce(em: EntityManager, { outbox }: RequestDeps, test: MetaAbTest, requestId: string): Promise<void> {
  await outbox.append(em, {
    type: 'AbTestCreated',
    key: test.id,
    data: {
      abTestId: test.id,
      requestId,
      campaignId: test.campaignId,
      socialAccountId: test.socialAccountId,
      testName: test.testName,
      status: test.status,
      design: test.design,
      variants: test.variants,
      metrics: test.metrics,
      minImpressions: test.minImpressions,
      minDurationHours: test.minDurationHours,
      startTime: test.startTime,
      primaryMetric: test.primaryMetric,
      clickField: test.clickField,
      minimumEffect: test.minimumEffect,
      horizonDays: test.horizonDays,
      autoPublishTo: test.autoPublishTo ?? null,
      detectableEffectJson: test.detectableEffect,
      createdAt: test.createdAt,
    },
  });
}
