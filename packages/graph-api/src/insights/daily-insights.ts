import type { AccountAccess } from '../access.ts';
import type { CallResult, GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import { accountNode, objectNode } from '../ids.ts';
import type { GraphFields } from '../json.ts';
import { currencyOffset } from '../money/currency.ts';
import { readPages } from '../wire/read-pages.ts';
import { unreadable } from '../wire/read-result.ts';
import type { Transport } from '../wire/transport.ts';
import { ALL_METRICS, fieldsOf, type InsightsMetric } from './metrics.ts';
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
  /** Default all. The others are zero in the rows: put the parts together with `mergeRows`. */
  readonly metrics?: readonly InsightsMetric[];
}

export const PAGE_SIZE = 100;

/** Meta's parameters of a query. */
export function insightsParams(query: InsightsQuery): GraphFields {
  const { since, until } = query;
  const fields = fieldsOf(query.metrics ?? ALL_METRICS);
  return { level: 'ad', time_increment: 1, time_range: { since, until }, fields };
}

/** A currency without minor units known to us cannot be booked. */
export const unknownCurrency = (currency: string): { readonly ok: false; readonly error: GraphError } | null =>
  currencyOffset(currency) === null
    ? { ok: false, error: makeError('BAD_QUERY', 'client', `unknown currency ${currency}`) }
    : null;

/** Typed rows; one that cannot be read fails the whole. */
export function readRows(rows: readonly GraphFields[], currency: string): CallResult<readonly InsightsRow[]> {
  const read = rows.map((row) => readRow(row, currency));
  if (read.includes(null)) return unreadable('an insights row cannot be read');
  return { ok: true, value: read.filter((row) => row !== null) };
}

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
  const { currency } = query;
  const refused = unknownCurrency(currency);
  if (refused !== null) return refused;
  const params = { ...insightsParams(query), limit: query.pageSize ?? PAGE_SIZE };
  const rows: InsightsRow[] = [];
  for (const path of pathsOf(query.scope, access)) {
    const answer = await readPages(transport, access, { path, params });
    if (!answer.ok) return answer;
    const read = readRows(answer.value, currency);
    if (!read.ok) return read;
    rows.push(...read.value);
  }
  return { ok: true, value: rows };
}
