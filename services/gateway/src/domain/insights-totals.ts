interface Counts {
  readonly impressions: number;
  readonly clicks: number;
  readonly inline_link_clicks: number;
  readonly spend_cents: number;
  readonly conversions: number | null;
  readonly revenue_cents: number | null;
}

export type Totals = Counts;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** What nobody reported is not zero. */
const sumKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
};

/** Sums over days. Reach has none: people seen on two days would count twice. */
export function totalsOf(rows: readonly Counts[]): Totals {
  return {
    impressions: sum(rows.map((row) => row.impressions)),
    clicks: sum(rows.map((row) => row.clicks)),
    inline_link_clicks: sum(rows.map((row) => row.inline_link_clicks)),
    spend_cents: sum(rows.map((row) => row.spend_cents)),
    conversions: sumKnown(rows.map((row) => row.conversions)),
    revenue_cents: sumKnown(rows.map((row) => row.revenue_cents)),
  };
}

/** CTR in percent of inline link clicks, CPC and ROAS in currency units; null where nothing can be divided. */
export function ratiosOf(totals: Totals, minorUnits: number) {
  const { impressions, inline_link_clicks: clicks, spend_cents: spend, revenue_cents: revenue } = totals;
  return {
    ctr: impressions === 0 ? null : (100 * clicks) / impressions,
    cpc: clicks === 0 ? null : spend / minorUnits / clicks,
    roas: spend === 0 || revenue === null ? null : revenue / spend,
  };
}
