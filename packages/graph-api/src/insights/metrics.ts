import type { InsightsRow } from './read-row.ts';

/** What an insights query asks for, in the groups it can be split into. Purchases and their values belong together: one type counts for both. */
export type InsightsMetric = 'impressions' | 'reach' | 'clicks' | 'inline_link_clicks' | 'spend' | 'purchases';

export const ALL_METRICS: readonly InsightsMetric[] = [
  'impressions',
  'clicks',
  'inline_link_clicks',
  'spend',
  'purchases',
  'reach',
];

const KEY_FIELDS = 'ad_id,date_start,date_stop,attribution_setting';

/** Meta's fields for the metrics, with those that make the row's key. */
export function fieldsOf(metrics: readonly InsightsMetric[]): string {
  const fields = metrics.map((metric) => (metric === 'purchases' ? 'actions,action_values' : metric));
  return [KEY_FIELDS, ...fields].join(',');
}

const SUMMED = ['impressions', 'clicks', 'inlineLinkClicks', 'spendCents', 'conversions', 'revenueCents', 'reach'] as const;

function sum(a: InsightsRow, b: InsightsRow): InsightsRow {
  return { ...a, ...Object.fromEntries(SUMMED.map((field) => [field, a[field] + b[field]])) };
}

/**
 * Puts together the rows of a query that was split by metrics: each metric was asked for once and is zero in all other parts.
 * Rows of queries split by days or ads have different keys and stay as they are.
 */
export function mergeRows(rows: readonly InsightsRow[]): InsightsRow[] {
  const merged = new Map<string, InsightsRow>();
  for (const row of rows) {
    const key = `${row.adId}|${row.date}|${row.attributionSetting}`;
    const other = merged.get(key);
    merged.set(key, other === undefined ? row : sum(other, row));
  }
  return [...merged.values()];
}
