import type { AdAccount } from '../store/accounts.ts';
import type { AccountLimits, Bucket } from './account-limits.ts';

const MINUTE_MS = 60_000;

const APP_USAGE = '{"call_count":0,"total_time":0,"total_cputime":0}';

/** The four usage headers of one answer. Percentages follow the score model; `estimated_time_to_regain_access` is in minutes. */
export function usageHeaders(
  account: AdAccount | null,
  bucket: Bucket,
  nowMs: number,
  realNowMs: number,
): Record<string, string> {
  if (account === null) return { 'x-app-usage': APP_USAGE };
  const { limits } = account;
  const tier = limits.tier.accessTier;
  const scorePct = percent(limits.score.sum(nowMs), limits.tier.points);
  const blockedMs = Math.max(0, limits.blockedUntilMs - nowMs);
  const shownPct = blockedMs > 0 ? 100 : scorePct;
  const resetSeconds = Math.ceil((blockedMs > 0 ? blockedMs : limits.tier.decayMs) / 1000);
  const regainMinutes = regainMs(limits, bucket, blockedMs, realNowMs) / MINUTE_MS;
  const callPct = regainMinutes > 0 ? 100 : hourlyPercent(limits, bucket, nowMs);
  const insightsPct = hourlyPercent(limits, 'ads_insights', nowMs);
  return {
    'x-app-usage': APP_USAGE,
    'x-ad-account-usage': `{"acc_id_util_pct":${shownPct},"reset_time_duration":${resetSeconds},"ads_api_access_tier":"${tier}"}`,
    'x-business-use-case-usage':
      `{"${account.id.replace(/^act_/, '')}":[{"type":"${bucket}","call_count":${Math.ceil(callPct)},"total_cputime":0,"total_time":0,` +
      `"estimated_time_to_regain_access":${roundUp(regainMinutes)},"ads_api_access_tier":"${tier}"}]}`,
    'x-fb-ads-insights-throttle': `{"app_id_util_pct":0,"acc_id_util_pct":${insightsPct},"ads_api_access_tier":"${tier}"}`,
  };
}

function regainMs(limits: AccountLimits, bucket: Bucket, blockedMs: number, realNowMs: number): number {
  const throttledMs = (limits.throttledUntilRealMs.get(bucket) ?? 0) - realNowMs;
  return Math.max(0, bucket === 'instagram' ? 0 : blockedMs, throttledMs);
}

function hourlyPercent(limits: AccountLimits, bucket: Bucket, nowMs: number): number {
  if (limits.tier.hourlyCalls === null || bucket === 'instagram') return 0;
  return percent(limits.hourly[bucket].sum(nowMs), limits.tier.hourlyCalls[bucket]);
}

function percent(used: number, limit: number): number {
  return Math.min(100, Math.round((used / limit) * 10_000) / 100);
}

/** Never tells a caller to come back too early; fractions of a minute keep injected throttles short. */
function roundUp(minutes: number): number {
  return Math.ceil(minutes * 10_000) / 10_000;
}
