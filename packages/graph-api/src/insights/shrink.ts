import { addDays, daysBetween, earlierDay } from './days.ts';
import { ALL_METRICS, type InsightsMetric } from './metrics.ts';

/** One campaign and the ads in it that are wanted. */
export interface CampaignAds {
  readonly campaignId: string;
  readonly adIds: readonly string[];
}

/** Whose rows, with the children a split goes down to: what is not named below is lost when the level above is split. */
export type ShrinkScope =
  | { readonly kind: 'account'; readonly campaigns: readonly CampaignAds[] }
  | ({ readonly kind: 'campaign' } & CampaignAds)
  | { readonly kind: 'ads'; readonly adIds: readonly string[] };

/** A query that Meta may call too large. `metrics` absent: all. */
export interface ShrinkableQuery {
  readonly scope: ShrinkScope;
  /** Inclusive days, `YYYY-MM-DD`. */
  readonly since: string;
  readonly until: string;
  readonly pageSize: number;
  readonly metrics?: readonly InsightsMetric[];
}

// Smaller pages only multiply the calls.
const MIN_PAGE_SIZE = 25;
const WEEK = 7;

function byDays(query: ShrinkableQuery, step: number): ShrinkableQuery[] {
  const parts: ShrinkableQuery[] = [];
  for (let since = query.since; since <= query.until; since = addDays(since, step)) {
    parts.push({ ...query, since, until: earlierDay(addDays(since, step - 1), query.until) });
  }
  return parts;
}

function byChildren(query: ShrinkableQuery): ShrinkableQuery[] | undefined {
  const { scope } = query;
  switch (scope.kind) {
    case 'account':
      return scope.campaigns.length === 0
        ? undefined
        : scope.campaigns.map((campaign) => ({ ...query, scope: { kind: 'campaign', ...campaign } }));
    case 'campaign':
      return scope.adIds.length === 0
        ? undefined
        : scope.adIds.map((adId) => ({ ...query, scope: { kind: 'ads', adIds: [adId] } }));
    case 'ads':
      return scope.adIds.length < 2
        ? undefined
        : scope.adIds.map((adId) => ({ ...query, scope: { kind: 'ads', adIds: [adId] } }));
  }
}

function byMetrics(query: ShrinkableQuery): ShrinkableQuery[] | undefined {
  const metrics = query.metrics ?? ALL_METRICS;
  if (metrics.length < 2) return undefined;
  const half = Math.ceil(metrics.length / 2);
  return [
    { ...query, metrics: metrics.slice(0, half) },
    { ...query, metrics: metrics.slice(half) },
  ];
}

/**
 * What to ask instead of a query Meta calls too large: half the page, then weeks, then days, then the level below, then fewer
 * metrics. The parts cover the whole exactly once (`mergeRows` puts metrics together again). Undefined: it cannot be made
 * smaller. Pure: keep the list of queries still to be asked, so that a restart goes on where it stopped.
 */
export function shrink(query: ShrinkableQuery): readonly ShrinkableQuery[] | undefined {
  if (query.pageSize > MIN_PAGE_SIZE) return [{ ...query, pageSize: Math.max(MIN_PAGE_SIZE, Math.floor(query.pageSize / 2)) }];
  const days = daysBetween(query.since, query.until) + 1;
  if (days > WEEK) return byDays(query, WEEK);
  if (days > 1) return byDays(query, 1);
  return byChildren(query) ?? byMetrics(query);
}
