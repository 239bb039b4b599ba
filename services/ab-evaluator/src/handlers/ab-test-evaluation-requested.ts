import type { AbTestEvaluationRequested } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { CAMPAIGN_REMOVED, TEST_ARCHIVED } from '../domain/refusal.ts';
import { Campaign } from '../entities/campaign.ts';
import { judgeTest } from '../evaluation/judge-test.ts';
import type { RequestDeps } from './deps.ts';
import { findTest } from './find-test.ts';
import { reject } from './reject.ts';

/** Judges a test now. The row lock lets one judgement through at a time: the second of two finds nothing new. */
export const onAbTestEvaluationRequested =
  (deps: RequestDeps): Handler<AbTestEvaluationRequested> =>
  async (event, em) => {
    const { data } = event;
    const test = await findTest(em, deps, event);
    if (test === null) return;
    if (test.status === 'archived') return reject(em, deps.outbox, data, TEST_ARCHIVED);
    const campaign = await em.findOneOrFail(Campaign, test.campaignId);
    if (campaign.removedAt) return reject(em, deps.outbox, data, CAMPAIGN_REMOVED);
    const force = data.force ? { by: data.requestedBy, reason: data.reasonForForce ?? '' } : null;
    await judgeTest(em, deps, { test, campaign, requestId: data.requestId, force });
  };
