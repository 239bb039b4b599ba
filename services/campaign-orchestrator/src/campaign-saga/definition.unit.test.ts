import { expect, test } from '@jest/globals';
import { campaignSaga } from './definition.ts';
import type { CampaignInput } from './input.ts';

const input = {
  request: { autoPublish: true },
  ads: [{ creativeId: 'c', adId: 'a', clipId: 'clip' }],
} as unknown as CampaignInput;

test('every step is tried as often, and as far apart, as MAX_RETRIES and RETRY_DELAY_SECONDS say', () => {
  const policy = { maxAttempts: 9, backoff: { baseMs: 200, maxMs: 60_000 } };
  const plan = campaignSaga({ maxAttempts: 9, retryBaseMs: 200 }).plan(input);
  expect(plan.map(({ step }) => [step.name, step.retry])).toEqual(
    ['check', 'campaign', 'ad_set', 'creative_1', 'ad_1', 'verify', 'activate'].map((name) => [name, policy]),
  );
});
