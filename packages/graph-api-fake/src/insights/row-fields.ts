import { GraphRefusal } from '../errors.ts';
import { ownEntry } from '../own-entry.ts';
import { attributionSetting } from '../rules/attribution-rule.ts';
import { currencyFacts, decimalMoney } from '../rules/currencies.ts';
import type { AdAccount } from '../store/accounts.ts';
import { nameOf, type StoredObject, textValue } from '../store/stored-object.ts';

/** Sums of one insights row, and what it is about. */
export interface RowSubject {
  readonly account: AdAccount;
  readonly campaign: StoredObject | undefined;
  readonly adSet: StoredObject | undefined;
  readonly ad: StoredObject | undefined;
  /** Windows asked for, or the ad set's own. */
  readonly windows: readonly string[];
  readonly sums: RowSums;
}

export interface RowSums {
  impressions: number;
  clicks: number;
  inline_link_clicks: number;
  spend_cents: number;
  conversions: number;
  revenue_cents: number;
  reach: number;
}

/** undefined: this row has no such metric, and the key is left out. */
type RowReader = (row: RowSubject) => unknown;

const PURCHASE_TYPES = ['omni_purchase', 'purchase', 'offsite_conversion.fb_pixel_purchase'];

const READERS: Readonly<Record<string, RowReader>> = {
  account_id: ({ account }) => account.id.replace(/^act_/, ''),
  account_name: ({ account }) => `Ad account ${account.id}`,
  account_currency: ({ account }) => account.currency,
  campaign_id: ({ campaign }) => campaign?.id,
  campaign_name: ({ campaign }) => campaign && nameOf(campaign),
  objective: ({ campaign }) => campaign && textValue(campaign, 'objective'),
  adset_id: ({ adSet }) => adSet?.id,
  adset_name: ({ adSet }) => adSet && nameOf(adSet),
  optimization_goal: ({ adSet }) => adSet && textValue(adSet, 'optimization_goal'),
  attribution_setting: ({ adSet }) =>
    adSet && attributionSetting(adSet.values['attribution_spec'], adSet.values['optimization_goal']),
  ad_id: ({ ad }) => ad?.id,
  ad_name: ({ ad }) => ad && nameOf(ad),
  impressions: ({ sums }) => String(sums.impressions),
  reach: ({ sums }) => String(sums.reach),
  frequency: ({ sums }) => ratio(sums.impressions, sums.reach),
  clicks: ({ sums }) => String(sums.clicks),
  unique_clicks: ({ sums }) => String(sums.clicks),
  inline_link_clicks: ({ sums }) => String(sums.inline_link_clicks),
  spend: ({ account, sums }) => decimalMoney(sums.spend_cents, account.currency),
  ctr: ({ sums }) => ratio(sums.clicks * 100, sums.impressions),
  inline_link_click_ctr: ({ sums }) => ratio(sums.inline_link_clicks * 100, sums.impressions),
  cpc: ({ account, sums }) => ratio(units(sums.spend_cents, account), sums.clicks),
  cost_per_inline_link_click: ({ account, sums }) => ratio(units(sums.spend_cents, account), sums.inline_link_clicks),
  cpm: ({ account, sums }) => ratio(units(sums.spend_cents, account) * 1000, sums.impressions),
  cpp: ({ account, sums }) => ratio(units(sums.spend_cents, account) * 1000, sums.reach),
  actions: (row) => nonEmpty([...linkClicks(row), ...purchases(row, String)]),
  action_values: (row) => nonEmpty(purchases(row, (count) => worthOf(row, count))),
  purchase_roas: ({ sums }) =>
    sums.revenue_cents === 0 || sums.spend_cents === 0
      ? undefined
      : [{ action_type: 'omni_purchase', value: ratio(sums.revenue_cents, sums.spend_cents) }],
  outbound_clicks: ({ sums }) =>
    sums.inline_link_clicks === 0 ? undefined : [{ action_type: 'outbound_click', value: String(sums.inline_link_clicks) }],
};

const ALWAYS_THERE = ['date_start', 'date_stop'];

/** @throws GraphRefusal 100 for a field insights do not have. */
export function checkRowFields(fields: readonly string[]): void {
  const unknown = fields.find((field) => ownEntry(READERS, field) === undefined && !ALWAYS_THERE.includes(field));
  if (unknown !== undefined)
    throw new GraphRefusal({
      httpStatus: 400,
      code: 100,
      message: `(#100) ${unknown} is not valid for fields param. please check the Insights API reference for all valid values`,
      drift: { kind: 'field', name: unknown },
    });
}

/** One row as Meta shows it: numbers as text, absent metrics left out. */
export function renderRow(row: RowSubject, fields: readonly string[], since: string, until: string): Record<string, unknown> {
  const rendered: Record<string, unknown> = {};
  for (const field of fields) {
    const value = ownEntry(READERS, field)?.(row);
    if (value !== undefined && value !== null) rendered[field] = value;
  }
  rendered['date_start'] = since;
  rendered['date_stop'] = until;
  return rendered;
}

function linkClicks({ sums }: RowSubject): Record<string, string>[] {
  if (sums.inline_link_clicks === 0) return [];
  const value = String(sums.inline_link_clicks);
  return [{ action_type: 'link_click', value, '1d_click': value, '7d_click': value }];
}

/** The same purchases under each of their types: adding types up counts them twice, as at Meta. */
function purchases(row: RowSubject, show: (count: number) => string): Record<string, string>[] {
  const total = row.sums.conversions;
  if (total === 0) return [];
  const windows = windowAmounts(total);
  return PURCHASE_TYPES.map((action_type) => {
    const action: Record<string, string> = { action_type, value: show(total) };
    for (const window of row.windows) {
      const amount = ownEntry(windows, window);
      if (amount !== undefined && amount > 0) action[window] = show(amount);
    }
    return action;
  });
}

// Click windows are nested. 7d_view and 28d_view return nothing since 2026-01-12.
const VIEW_SHARE = 0.12;
const FIRST_DAY_SHARE = 0.8;

function windowAmounts(total: number): Readonly<Record<string, number>> {
  const viewed = Math.floor(total * VIEW_SHARE);
  const clicked = total - viewed;
  return { '1d_click': Math.ceil(clicked * FIRST_DAY_SHARE), '7d_click': clicked, '28d_click': clicked, '1d_view': viewed };
}

/** What this many of the row's purchases were worth. */
function worthOf({ sums, account }: RowSubject, count: number): string {
  return decimalMoney(Math.round((sums.revenue_cents * count) / sums.conversions), account.currency);
}

function units(cents: number, account: AdAccount): number {
  return cents / currencyFacts(account.currency).minorUnits;
}

/** Up to six decimals, without trailing zeros; left out when it would divide by zero. */
function ratio(numerator: number, denominator: number): string | undefined {
  return denominator === 0 ? undefined : String(Number((numerator / denominator).toFixed(6)));
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
