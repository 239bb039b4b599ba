import type { InsightsSynced } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

/** Keeps the newest report of each day. Days are restated for weeks: nothing is ever summed up in advance. */
export const onInsightsSynced: Handler<InsightsSynced> = async ({ data }, em) => {
  const rows = data.rows.map((row) => ({
    ad_id: row.adId,
    date: row.date,
    attribution_setting: row.attributionSetting,
    impressions: row.impressions,
    clicks: row.clicks,
    inline_link_clicks: row.inlineLinkClicks,
    spend_cents: row.spendCents,
    conversions: row.conversions,
    revenue_cents: row.revenueCents,
    reach: row.reach,
  }));
  await em.execute(UPSERT, [data.syncedAt, JSON.stringify(rows)]);
};

const UPSERT = `
  insert into ad_daily_metrics as stored (ad_id, date, attribution_setting, impressions, clicks, inline_link_clicks, spend_cents,
    conversions, revenue_cents, reach, synced_at)
  select row.*, ?::timestamptz
  from jsonb_to_recordset(?::jsonb) as row (ad_id uuid, date date, attribution_setting text, impressions bigint, clicks bigint,
    inline_link_clicks bigint, spend_cents bigint, conversions bigint, revenue_cents bigint, reach bigint)
  order by ad_id, date, attribution_setting
  on conflict (ad_id, date, attribution_setting) do update set impressions = excluded.impressions, clicks = excluded.clicks,
    inline_link_clicks = excluded.inline_link_clicks, spend_cents = excluded.spend_cents, conversions = excluded.conversions,
    revenue_cents = excluded.revenue_cents, reach = excluded.reach, synced_at = excluded.synced_at
  where stored.synced_at <= excluded.synced_at`;
