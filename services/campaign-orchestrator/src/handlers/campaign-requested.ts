import type { CampaignRequested } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { newId, query } from '@mao/service-kit';
import { CAMPAIGN_SAGA } from '../campaign-saga/definition.ts';
import { type CampaignInput, storedRequest } from '../campaign-saga/input.ts';
import { PAUSED } from './social-accounts.ts';

/** Begins the saga that builds the campaign; its id is the campaign's. */
export const onCampaignRequested =
  (engine: SagaEngine): Handler<CampaignRequested> =>
  async ({ data }, em) => {
    const input: CampaignInput = {
      request: storedRequest(data),
      adsetId: newId(),
      ads: data.creatives.map(({ clipId }) => ({ creativeId: newId(), adId: newId(), clipId })),
      begunAt: new Date().toISOString(),
    };
    const begun = await engine.begin(em, { type: CAMPAIGN_SAGA, id: data.campaignId, input, tag: data.socialAccountId });
    if (begun === 'exists') return;
    // The gateway lets none through, but the switch may have been thrown since.
    const [campaign] = await query<{ paused: boolean | null }>(
      em,
      `insert into meta_campaigns (id, request_id, social_account_id, name, objective, status, created_at)
       values ($1, $2, $3, $4, $5, 'building', now())
       returning (select paused from social_accounts where id = meta_campaigns.social_account_id) as paused`,
      [data.campaignId, data.requestId, data.socialAccountId, data.campaignName, data.objective],
    );
    if (campaign?.paused) await engine.hold(em, { ids: [data.campaignId] }, PAUSED);
  };
