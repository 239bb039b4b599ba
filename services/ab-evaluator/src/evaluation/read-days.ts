import type { DailyRow } from '@mao/ab-stats';
import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * A day that has ended counts once some of its rows was reported after its end, for one report covers all ads of a campaign; and
 * in any case after the settling time, as a report tells only what changed. Days that have not ended are for the statistics
 * to leave out: they still show when delivery began. Where a day was reported under two attribution settings the newest counts.
 */
const DAYS = `
  with days as (
    select metric.*, max(synced_at) over (partition by date) as day_synced_at,
      ((date + 1)::timestamp at time zone $2) as day_ended_at
    from ad_daily_metrics metric
    where ad_id = any($1::uuid[]) and date >= ($3::timestamptz at time zone $2)::date
  )
  select distinct on (ad_id, date) ad_id as "variantId", date::text as date, impressions::float8, clicks::float8,
    inline_link_clicks::float8 as "inlineLinkClicks", spend_cents::float8 as "spendCents", conversions::float8,
    revenue_cents::float8 as "revenueCents", reach::float8, attribution_setting as "attributionSetting"
  from days
  where day_ended_at > $4::timestamptz or day_synced_at >= day_ended_at or day_ended_at + $5 * interval '1 hour' <= $4::timestamptz
  order by ad_id, date, synced_at desc, attribution_setting`;

export type StoredDay = DailyRow & { readonly attributionSetting: string };

/** The days of a test's ads that may be looked at. An ad is known to the statistics by its id. */
export async function readDays(
  em: EntityManager,
  which: { adIds: readonly string[]; timezone: string; from: Date; now: Date; settleHours: number },
): Promise<readonly StoredDay[]> {
  const { adIds, timezone, from, now, settleHours } = which;
  return query<StoredDay>(em, DAYS, [adIds, timezone, from, now, settleHours]);
}
