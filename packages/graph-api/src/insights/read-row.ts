import { type GraphFields, isFields, type Json } from '../json.ts';
import { reportedMinorUnits } from '../money/minor-units.ts';
import { numericId } from '../wire/create-outcome.ts';

/** One ad's day. A day without impressions has no row: it is zero only if it lies in the delivery window. */
export interface InsightsRow {
  readonly adId: string;
  /** Day of the ad account's time zone, `YYYY-MM-DD`. */
  readonly date: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly inlineLinkClicks: number;
  readonly spendCents: number;
  /** Purchases of one action type (omni_purchase, else the pixel's): types overlap and are never summed. */
  readonly conversions: number;
  readonly revenueCents: number;
  /** Not additive over days. */
  readonly reach: number;
  /** Part of the row's key; `unknown` when Meta sends none. */
  readonly attributionSetting: string;
}

// The first type a row has is the one that counts: the others count the same purchases again.
const PURCHASE_TYPES = ['omni_purchase', 'offsite_conversion.fb_pixel_purchase'];

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** An absent metric is zero: Meta leaves zeros out. NaN for what is no number. */
const count = (value: Json | undefined): number => (value === undefined ? 0 : Math.round(Number(value)));

function actionValue(list: Json | undefined, type: string): string | null {
  const entry = Array.isArray(list) ? list.filter(isFields).find((action) => action['action_type'] === type) : undefined;
  return entry === undefined ? null : String(entry['value'] ?? 0);
}

function purchases(row: GraphFields): { readonly count: string; readonly value: string } {
  const { actions, action_values: values } = row;
  const type = PURCHASE_TYPES.find((name) => actionValue(actions, name) !== null || actionValue(values, name) !== null);
  if (type === undefined) return { count: '0', value: '0' };
  return { count: actionValue(actions, type) ?? '0', value: actionValue(values, type) ?? '0' };
}

/** Reads one row of `/insights?level=ad&time_increment=1`; null when it is not such a row. */
export function readRow(row: GraphFields, currency: string): InsightsRow | null {
  const adId = numericId(row['ad_id']);
  const date = row['date_start'];
  // A row over several days would be booked whole on the first of them.
  if (adId === null || typeof date !== 'string' || !DATE.test(date) || (row['date_stop'] ?? date) !== date) return null;
  const purchase = purchases(row);
  const spend = reportedMinorUnits(String(row['spend'] ?? 0), currency);
  const revenue = reportedMinorUnits(purchase.value, currency);
  const counts = {
    impressions: count(row['impressions']),
    clicks: count(row['clicks']),
    inlineLinkClicks: count(row['inline_link_clicks']),
    reach: count(row['reach']),
    conversions: count(purchase.count),
  };
  if (!spend.ok || !revenue.ok || !Object.values(counts).every((value) => Number.isSafeInteger(value) && value >= 0)) return null;
  const setting = row['attribution_setting'];
  const attributionSetting = typeof setting === 'string' && setting !== '' ? setting : 'unknown';
  return { adId, date, ...counts, spendCents: spend.cents, revenueCents: revenue.cents, attributionSetting };
}
