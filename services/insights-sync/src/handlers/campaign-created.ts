import type { CampaignCreated } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { nextDue } from '../domain/next-due.ts';
import { beginCampaignRun } from '../runs/begin-run.ts';

/** Tracks the new ads, puts their account on the schedule and syncs the campaign at once: its orchestration waits for that. */
export const onCampaignCreated =
  (engine: Pick<SagaEngine, 'begin'>, intervalMs: number): Handler<CampaignCreated> =>
  async ({ data }, em) => {
    const { campaignId, socialAccountId, requestId } = data;
    const ads = data.ads.map((ad) => ({
      ad_id: ad.adId,
      ad_meta_id: ad.adMetaId,
      campaign_id: campaignId,
      campaign_meta_id: data.campaignMetaId,
      social_account_id: socialAccountId,
    }));
    await em.execute(TRACK, [JSON.stringify(ads)]);
    await em.execute(
      `insert into sync_schedule (social_account_id, next_due_at) values (?, ?) on conflict (social_account_id) do nothing`,
      [socialAccountId, nextDue(new Date(), socialAccountId, intervalMs)],
    );
    await beginCampaignRun(em, engine, { socialAccountId, campaignId, requestId });
  };

// A campaign that had failed and was resumed is tracked again.
const TRACK = `
  insert into tracked_ads (ad_id, ad_meta_id, campaign_id, campaign_meta_id, social_account_id)
  select * from jsonb_to_recordset(?::jsonb)
    as ad (ad_id uuid, ad_meta_id text, campaign_id uuid, campaign_meta_id text, social_account_id uuid)
  on conflict (ad_id) do update set ad_meta_id = excluded.ad_meta_id, campaign_meta_id = excluded.campaign_meta_id, untracked_at = null`;
