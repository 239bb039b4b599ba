import { type GraphFields, isFields, type Json } from '../json.ts';
import { parseJson } from './parse-json.ts';

/** One entry of X-Business-Use-Case-Usage. Percentages, except the regain time. */
export interface BusinessUsage {
  readonly businessId: string;
  readonly type: string;
  readonly callCountPct: number;
  readonly cpuTimePct: number;
  readonly totalTimePct: number;
  readonly regainMs: number;
  readonly tier: string | null;
}

/** What the usage headers of one answer say. Absent headers are null or empty. */
export interface Usage {
  readonly app: { readonly callCountPct: number; readonly totalTimePct: number; readonly cpuTimePct: number } | null;
  readonly adAccount: { readonly utilPct: number; readonly resetMs: number; readonly tier: string | null } | null;
  readonly business: readonly BusinessUsage[];
  readonly insights: { readonly appUtilPct: number; readonly accountUtilPct: number; readonly tier: string | null } | null;
  /** The highest percentage of all entries of all headers. */
  readonly maxPct: number;
  /** The longest wait any header asks for, 0 when none does. */
  readonly regainMs: number;
}

const MINUTE_MS = 60_000;
/** Meta's quotas are of an hour at most: more is a fault and must not stop an account for ever. */
export const MAX_REGAIN_MS = 24 * 3_600_000;

const number = (value: Json | undefined): number => {
  const parsed = Number(value ?? 0);
  return Number.isFinite(parsed) && parsed > 0 ? parsed : 0;
};
const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function fieldsOf(header: string | undefined): GraphFields | null {
  if (header === undefined) return null;
  const value = parseJson(header);
  return isFields(value) ? value : null;
}

function businessEntry(businessId: string, entry: GraphFields): BusinessUsage {
  return {
    businessId,
    type: text(entry['type']) ?? 'unknown',
    callCountPct: number(entry['call_count']),
    cpuTimePct: number(entry['total_cputime']),
    totalTimePct: number(entry['total_time']),
    regainMs: Math.min(MAX_REGAIN_MS, number(entry['estimated_time_to_regain_access']) * MINUTE_MS),
    tier: text(entry['ads_api_access_tier']),
  };
}

function businessUsage(header: GraphFields | null): BusinessUsage[] {
  if (header === null) return [];
  return Object.entries(header).flatMap(([businessId, entries]) =>
    Array.isArray(entries) ? entries.filter(isFields).map((entry) => businessEntry(businessId, entry)) : [],
  );
}

function appUsage(header: GraphFields | null): Usage['app'] {
  if (header === null) return null;
  return {
    callCountPct: number(header['call_count']),
    totalTimePct: number(header['total_time']),
    cpuTimePct: number(header['total_cputime']),
  };
}

function adAccountUsage(header: GraphFields | null): Usage['adAccount'] {
  if (header === null) return null;
  return {
    utilPct: number(header['acc_id_util_pct']),
    resetMs: Math.min(MAX_REGAIN_MS, number(header['reset_time_duration']) * 1000),
    tier: text(header['ads_api_access_tier']),
  };
}

function insightsUsage(header: GraphFields | null): Usage['insights'] {
  if (header === null) return null;
  return {
    appUtilPct: number(header['app_id_util_pct']),
    accountUtilPct: number(header['acc_id_util_pct']),
    tier: text(header['ads_api_access_tier']),
  };
}

/**
 * Reads Meta's four usage headers (names in lower case). A malformed header counts as absent: usage is advice.
 * Every entry counts, not only the first: another bucket of the same business may be the full one.
 */
export function parseUsage(header: (name: string) => string | undefined): Usage {
  const app = appUsage(fieldsOf(header('x-app-usage')));
  const adAccount = adAccountUsage(fieldsOf(header('x-ad-account-usage')));
  const business = businessUsage(fieldsOf(header('x-business-use-case-usage')));
  const insights = insightsUsage(fieldsOf(header('x-fb-ads-insights-throttle')));
  const percentages = [
    ...(app ? [app.callCountPct, app.totalTimePct, app.cpuTimePct] : []),
    ...(adAccount ? [adAccount.utilPct] : []),
    ...business.flatMap((entry) => [entry.callCountPct, entry.cpuTimePct, entry.totalTimePct]),
    ...(insights ? [insights.appUtilPct, insights.accountUtilPct] : []),
  ];
  const regain = Math.max(0, ...business.map((entry) => entry.regainMs));
  // reset_time_duration counts down whether the limit is hit or not: it is a wait only once the account is full.
  const reset = adAccount !== null && adAccount.utilPct >= 100 ? adAccount.resetMs : 0;
  return { app, adAccount, business, insights, maxPct: Math.max(0, ...percentages), regainMs: regain > 0 ? regain : reset };
}
