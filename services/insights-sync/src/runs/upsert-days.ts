import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type DayKey, type InsightDay, pickDays } from '../domain/insight-days.ts';

/**
 * Rows are taken in the order of their key, so that a campaign's run and its account's run cannot wait for each other.
 * Only rows that are new or differ are written, and those are what comes back.
 */
const UPSERT = `
  insert into meta_ad_insights as stored (ad_id, date, attribution_setting, impressions, clicks, inline_link_clicks, spend_cents,
    conversions, revenue_cents, reach, read_at, sync_run_id)
  select row.*, $1::timestamptz, $2::uuid
  from jsonb_to_recordset($3::jsonb) as row (ad_id uuid, date date, attribution_setting text, impressions bigint, clicks bigint,
    inline_link_clicks bigint, spend_cents bigint, conversions bigint, revenue_cents bigint, reach bigint)
  order by ad_id, date, attribution_setting
  on conflict (ad_id, date, attribution_setting) do update set impressions = excluded.impressions, clicks = excluded.clicks,
    inline_link_clicks = excluded.inline_link_clicks, spend_cents = excluded.spend_cents, conversions = excluded.conversions,
    revenue_cents = excluded.revenue_cents, reach = excluded.reach, read_at = excluded.read_at, sync_run_id = excluded.sync_run_id
  where stored.read_at <= excluded.read_at
    and (stored.impressions, stored.clicks, stored.inline_link_clicks, stored.spend_cents, stored.conversions, stored.revenue_cents, stored.reach)
      is distinct from (excluded.impressions, excluded.clicks, excluded.inline_link_clicks, excluded.spend_cents, excluded.conversions,
        excluded.revenue_cents, excluded.reach)
  returning ad_id as "adId", date::text as date, attribution_setting as "attributionSetting"`;

/** Stores what Meta said at `readAt`. @returns the days that are new or have changed */
export async function upsertDays(
  em: EntityManager,
  days: readonly InsightDay[],
  from: { readAt: Date; runId: string },
): Promise<readonly InsightDay[]> {
  if (days.length === 0) return [];
  const rows = days.map((day) => ({
    ad_id: day.adId,
    date: day.date,
    attribution_setting: day.attributionSetting,
    impressions: day.impressions,
    clicks: day.clicks,
    inline_link_clicks: day.inlineLinkClicks,
    spend_cents: day.spendCents,
    conversions: day.conversions,
    revenue_cents: day.revenueCents,
    reach: day.reach,
  }));
  const written = await query<DayKey>(em, UPSERT, [from.readAt, from.runId, JSON.stringify(rows)]);
  return pickDays(days, written);
}
