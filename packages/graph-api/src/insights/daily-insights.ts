import type { AccountAccess } from '../access.ts';
import type { CallResult } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { accountNode, objectNode } from '../ids.ts';
import { currencyOffset } from '../money/currency.ts';
import { readPages } from '../wire/read-pages.ts';
import { unreadable } from '../wire/read-result.ts';
import type { Transport } from '../wire/transport.ts';
import { type InsightsRow, readRow } from './read-row.ts';

/**
 * Whose ads. `account` and `campaign` leave out deleted ads; `ads` asks for each by its own id, one call per ad and page,
 * the only way that shows deleted ones too.
 */
export type InsightsScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'campaign'; readonly campaignId: string }
  | { readonly kind: 'ads'; readonly adIds: readonly string[] };

/** Days of the ad account's time zone, `YYYY-MM-DD`, both inclusive. */
export interface InsightsQuery {
  readonly scope: InsightsScope;
  readonly since: string;
  readonly until: string;
  /** The account's currency, for minor units. */
  readonly currency: string;
  /** Rows a page. Default 100; smaller when Meta asks to reduce the amount of data. */
  readonly pageSize?: number;
}

const FIELDS =
  'ad_id,date_start,date_stop,impressions,reach,clicks,inline_link_clicks,spend,actions,action_values,attribution_setting';
const PAGE_SIZE = 100;

function pathsOf(scope: InsightsScope, access: AccountAccess): string[] {
  switch (scope.kind) {
    case 'account':
      return [`/${accountNode(access.adAccountId)}/insights`];
    case 'campaign':
      return [`/${objectNode(scope.campaignId)}/insights`];
    case 'ads':
      return [...new Set(scope.adIds)].map((id) => `/${objectNode(id)}/insights`);
  }
}

/** Ad-level daily rows of an inclusive range, all pages of all paths. The first failure fails the whole. */
export async function dailyInsights(
  transport: Transport,
  access: AccountAccess,
  query: InsightsQuery,
): Promise<CallResult<readonly InsightsRow[]>> {
  const { currency, since, until } = query;
  if (currencyOffset(currency) === null)
    return { ok: false, error: makeError('BAD_QUERY', 'client', `unknown currency ${currency}`) };
  const params = {
    level: 'ad',
    time_increment: 1,
    time_range: { since, until },
    fields: FIELDS,
    limit: query.pageSize ?? PAGE_SIZE,
  };
  const rows: InsightsRow[] = [];
  for (const path of pathsOf(query.scope, access)) {
    const answer = await readPages(transport, access, { path, params });
    if (!answer.ok) return answer;
    const read = answer.value.map((row) => readRow(row, currency));
    if (read.includes(null)) return unreadable('an insights row cannot be read');
    rows.push(...read.filter((row) => row !== null));
  }
  return { ok: true, value: rows };
}
