import type { CampaignCreated } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { SagaEngine } from '@mao/saga';
import { newId, query } from '@mao/service-kit';
import { nextDue } from '../domain/next-due.ts';
import { beginSaga } from '../runs/begin-run.ts';

/** Tracks the new ads, puts their account on the schedule and syncs the campaign at once: its orchestration waits for that. */
export const onCampaignCreated =
  (engine: Pick<SagaEngine, 'begin'>, intervalMs: number): Handler<CampaignCreated> =>
  async ({ data }, em) => {
    const { campaignId, socialAccountId, requestId } = data;
    const ads = data.ads.map((ad) => ({ ad_id: ad.adId, ad_meta_id: ad.adMetaId }));
    const runId = newId();
    await query(em, TRACK_AND_BEGIN, [
      campaignId,
      data.campaignMetaId,
      socialAccountId,
      JSON.stringify(ads),
      nextDue(new Date(), socialAccountId, intervalMs),
      runId,
      requestId,
    ]);
    await beginSaga(em, engine, runId, socialAccountId);
  };

// A campaign that had failed and was resumed is tracked again.
const TRACK_AND_BEGIN = `
  with tracked as (
    insert into tracked_ads (ad_id, ad_meta_id, campaign_id, campaign_meta_id, social_account_id)
    select ad.ad_id, ad.ad_meta_id, $1::uuid, $2, $3::uuid from jsonb_to_recordset($4::jsonb) as ad (ad_id uuid, ad_meta_id text)
    on conflict (ad_id) do update set ad_meta_id = excluded.ad_meta_id, campaign_meta_id = excluded.campaign_meta_id, untracked_at = null
  ), scheduled as (
    insert into sync_schedule (social_account_id, next_due_at) values ($3::uuid, $5) on conflict (social_account_id) do nothing
  )
  insert into sync_runs (id, social_account_id, campaign_id, trigger, request_ids)
  values ($6, $3::uuid, $1::uuid, 'campaign_created', array[$7]::text[])`;
