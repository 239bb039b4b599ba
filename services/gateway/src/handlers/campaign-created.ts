import type { CampaignCreated, Events } from '@mao/contracts';
import type { Handler, Outbox } from '@mao/messaging';
import { type Notifier, query } from '@mao/service-kit';
import { endControlRequests } from '../operations/end-control-requests.ts';
import { settleRun } from '../operations/settle-run.ts';
import { requestTestOfRun } from '../operations/test-of-run.ts';

export const onCampaignCreated =
  (notifier: Notifier, outbox: Outbox<Events>): Handler<CampaignCreated> =>
  async ({ data }, em) => {
    const ads = data.ads.map((ad, position) => ({
      ad_id: ad.adId,
      position,
      clip_id: ad.clipId,
      ad_meta_id: ad.adMetaId,
      creative_id: ad.creativeId,
      creative_meta_id: ad.creativeMetaId,
    }));
    await query(em, FOLD, [
      data.campaignId,
      data.status,
      data.campaignMetaId,
      data.adsetId,
      data.adsetMetaId,
      data.completedAt,
      JSON.stringify(ads),
    ]);
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
    await requestTestOfRun(em, outbox, data);
  };

const FOLD = `
  with built as (
    update campaigns set state = 'succeeded', status = $2, campaign_meta_id = $3, adset_id = $4, adset_meta_id = $5, error = null, errors = null,
      compensation = null, completed_at = $6 where id = $1::uuid returning id
  )
  insert into campaign_ads (ad_id, campaign_id, position, clip_id, ad_meta_id, creative_id, creative_meta_id)
  select ad.ad_id, built.id, ad.position, ad.clip_id, ad.ad_meta_id, ad.creative_id, ad.creative_meta_id
  from built cross join jsonb_to_recordset($7::jsonb)
    as ad (ad_id uuid, position int, clip_id uuid, ad_meta_id text, creative_id uuid, creative_meta_id text)
  on conflict (ad_id) do nothing`;
