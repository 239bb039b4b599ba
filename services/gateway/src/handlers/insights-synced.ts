import type { InsightsSynced } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import { query } from '@mao/service-kit';

/** Restated days overwrite; rows of one campaign come in order, so the last writer is the newest sync. */
export const onInsightsSynced: Handler<InsightsSynced> = async ({ data }, em) => {
  const rows = data.rows.map((row) => ({
    ad_id: row.adId,
    date: row.date,
    attribution_setting: row.attributionSetting,
    campaign_id: data.campaignId,
    impressions: row.impressions,
    clicks: row.clicks,
    inline_link_clicks: row.inlineLinkClicks,
    spend_cents: row.spendCents,
    conversions: row.conversions,
    revenue_cents: row.revenueCents,
    reach: row.reach,
    synced_at: data.syncedAt,
  }));
  await query(em, UPSERT, [JSON.stringify(rows)]);
};

const UPSERT = `
  insert into insights_daily select * from jsonb_to_recordset($1::jsonb) as row (ad_id uuid, date date, attribution_setting text, campaign_id uuid,
    impressions bigint, clicks bigint, inline_link_clicks bigint, spend_cents bigint, conversions bigint, revenue_cents bigint, reach bigint, synced_at timestamptz)
  on conflict (ad_id, date, attribution_setting) do update set impressions = excluded.impressions, clicks = excluded.clicks,
    inline_link_clicks = excluded.inline_link_clicks, spend_cents = excluded.spend_cents, conversions = excluded.conversions,
    revenue_cents = excluded.revenue_cents, reach = excluded.reach, synced_at = excluded.synced_at`;
