import { describe, expect, it } from '@jest/globals';
import { parseUsage } from './usage.ts';

const usageOf = (headers: Record<string, unknown>) =>
  parseUsage((name) => (headers[name] === undefined ? undefined : JSON.stringify(headers[name])));

const entry = (fields: object) => ({ type: 'ads_management', call_count: 1, total_cputime: 1, total_time: 1, ...fields });

describe('LC16 usage headers', () => {
  it('reads all four and takes the highest percentage of all', () => {
    const usage = usageOf({
      'x-app-usage': { call_count: 28, total_time: 25, total_cputime: 25 },
      'x-ad-account-usage': { acc_id_util_pct: 9.67, reset_time_duration: 100, ads_api_access_tier: 'standard_access' },
      'x-business-use-case-usage': { '77': [entry({ call_count: 95, ads_api_access_tier: 'development_access' })] },
      'x-fb-ads-insights-throttle': { app_id_util_pct: 99.5, acc_id_util_pct: 10, ads_api_access_tier: 'standard_access' },
    });
    expect(usage.app).toEqual({ callCountPct: 28, totalTimePct: 25, cpuTimePct: 25 });
    expect(usage.adAccount).toEqual({ utilPct: 9.67, resetMs: 100_000, tier: 'standard_access' });
    expect(usage.business).toHaveLength(1);
    expect(usage.insights?.appUtilPct).toBe(99.5);
    expect(usage.maxPct).toBe(99.5);
  });

  it('takes the longest regain time over all entries, in minutes', () => {
    const usage = usageOf({
      'x-business-use-case-usage': {
        a: [entry({}), entry({ estimated_time_to_regain_access: 19 })],
        b: [entry({ estimated_time_to_regain_access: 2 })],
      },
    });
    expect(usage.regainMs).toBe(19 * 60_000);
  });

  it('waits for the account to reset only when it is full', () => {
    expect(usageOf({ 'x-ad-account-usage': { acc_id_util_pct: 50, reset_time_duration: 100 } }).regainMs).toBe(0);
    expect(usageOf({ 'x-ad-account-usage': { acc_id_util_pct: 100, reset_time_duration: 100 } }).regainMs).toBe(100_000);
  });

  it('takes malformed headers for absent ones', () => {
    const usage = parseUsage((name) => (name === 'x-app-usage' ? 'not json' : '[1]'));
    expect(usage).toEqual({ app: null, adAccount: null, business: [], insights: null, maxPct: 0, regainMs: 0 });
  });
});
