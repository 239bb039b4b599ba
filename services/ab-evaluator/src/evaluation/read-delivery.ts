import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Delivery } from '../domain/detectable-effect.ts';
import type { ClickField } from '../domain/test-terms.ts';

const DELIVERY = `
  select coalesce(sum(impressions), 0)::float8 as impressions, coalesce(sum(clicks), 0)::float8 as clicks,
    coalesce(sum(inline_link_clicks), 0)::float8 as "inlineLinkClicks", coalesce(sum(spend_cents), 0)::float8 as "spendCents"
  from (
    select distinct on (metric.ad_id, metric.date) metric.*
    from ad_daily_metrics metric join campaign_ads ad using (ad_id)
    where ad.campaign_id = $1 order by metric.ad_id, metric.date, metric.synced_at desc
  ) latest`;

/** What all ads of a campaign have delivered so far. */
export async function readDelivery(em: EntityManager, campaignId: string, clickField: ClickField): Promise<Delivery> {
  const [row] = await query<Delivery & { inlineLinkClicks: number }>(em, DELIVERY, [campaignId]);
  const { impressions = 0, clicks = 0, inlineLinkClicks = 0, spendCents = 0 } = row ?? {};
  return { impressions, spendCents, clicks: clickField === 'clicks' ? clicks : inlineLinkClicks };
}
