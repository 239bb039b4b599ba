import type { CampaignCreated } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

/** Keeps the campaign and its ads: what a test may be made of. One that had failed and was resumed is there again. */
export const onCampaignCreated: Handler<CampaignCreated> = async ({ data }, em) => {
  await em.execute(KEEP_CAMPAIGN, [
    data.campaignId,
    data.socialAccountId,
    data.currency,
    data.timezone,
    data.dailyBudgetCents,
    data.lifetimeBudgetCents,
  ]);
  const ads = data.ads.map(({ adId, adMetaId, clipId }) => ({
    ad_id: adId,
    ad_meta_id: adMetaId,
    adset_id: data.adsetId,
    campaign_id: data.campaignId,
    clip_id: clipId,
  }));
  await em.execute(KEEP_ADS, [JSON.stringify(ads)]);
};

const KEEP_CAMPAIGN = `
  insert into campaigns (id, social_account_id, currency, timezone, daily_budget_cents, lifetime_budget_cents) values (?, ?, ?, ?, ?, ?)
  on conflict (id) do update set currency = excluded.currency, timezone = excluded.timezone,
    daily_budget_cents = excluded.daily_budget_cents, lifetime_budget_cents = excluded.lifetime_budget_cents, removed_at = null`;

const KEEP_ADS = `
  insert into campaign_ads (ad_id, ad_meta_id, adset_id, campaign_id, clip_id)
  select * from jsonb_to_recordset(?::jsonb) as ad (ad_id uuid, ad_meta_id text, adset_id uuid, campaign_id uuid, clip_id uuid)
  on conflict (ad_id) do update set ad_meta_id = excluded.ad_meta_id, adset_id = excluded.adset_id`;
