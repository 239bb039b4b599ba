import type { CampaignCreated } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { Notifier } from '@mao/service-kit';
import { endControlRequests } from '../operations/end-control-requests.ts';
import { settleRun } from '../operations/settle-run.ts';

export const onCampaignCreated =
  (notifier: Notifier): Handler<CampaignCreated> =>
  async ({ data }, em) => {
    await em.execute(
      `update campaigns set state = 'succeeded', status = ?, campaign_meta_id = ?, adset_id = ?, adset_meta_id = ?, error = null, errors = null,
         compensation = null, completed_at = ? where id = ?`,
      [data.status, data.campaignMetaId, data.adsetId, data.adsetMetaId, data.completedAt, data.campaignId],
    );
    const ads = data.ads.map((ad, position) => ({
      ad_id: ad.adId,
      campaign_id: data.campaignId,
      position,
      clip_id: ad.clipId,
      ad_meta_id: ad.adMetaId,
      creative_id: ad.creativeId,
      creative_meta_id: ad.creativeMetaId,
    }));
    await em.execute(
      `insert into campaign_ads select * from jsonb_to_recordset(?::jsonb)
         as ad (ad_id uuid, campaign_id uuid, position int, clip_id uuid, ad_meta_id text, creative_id uuid, creative_meta_id text)
       where exists (select from campaigns where id = ?) on conflict (ad_id) do nothing`,
      [JSON.stringify(ads), data.campaignId],
    );
    await settleRun(em, notifier, data.requestId, {
      campaign: {
        kind: 'built',
        status: data.status,
        campaignMetaId: data.campaignMetaId,
        adsetId: data.adsetId,
        adsetMetaId: data.adsetMetaId,
        ads: data.ads.map((ad) => ({
          clip_id: ad.clipId,
          ad_db_id: ad.adId,
          ad_meta_id: ad.adMetaId,
          creative_db_id: ad.creativeId,
          creative_meta_id: ad.creativeMetaId,
        })),
        startedAt: data.startedAt.toISOString(),
        completedAt: data.completedAt.toISOString(),
      },
    });
    // A resumed campaign may end well, and a cancellation may come too late.
    await endControlRequests(em, notifier, data.campaignId, { state: 'succeeded' });
  };
