import { addDays, type DayRange } from './days.ts';
import type { InsightsRow } from './read-row.ts';

/** One ad's days of delivery: from its first active day to its last, in the account's time zone. */
export interface Delivery extends DayRange {
  readonly adId: string;
  readonly attributionSetting: string;
}

const zeroRow = ({ adId, attributionSetting }: Delivery, date: string): InsightsRow => ({
  adId,
  date,
  impressions: 0,
  clicks: 0,
  inlineLinkClicks: 0,
  spendCents: 0,
  conversions: 0,
  revenueCents: 0,
  reach: 0,
  attributionSetting,
});

/**
 * Meta leaves out days without impressions. A missing day is a zero only while the ad was delivering; before and after it is
 * no day at all and must not pull an average down. Gives the rows with those zeros added.
 */
export function withZeroDays(rows: readonly InsightsRow[], deliveries: readonly Delivery[]): InsightsRow[] {
  const known = new Set(rows.map(({ adId, date }) => `${adId} ${date}`));
  const zeros: InsightsRow[] = [];
  for (const delivery of deliveries)
    for (let date = delivery.since; date <= delivery.until; date = addDays(date, 1))
      if (!known.has(`${delivery.adId} ${date}`)) zeros.push(zeroRow(delivery, date));
  return [...rows, ...zeros];
}
