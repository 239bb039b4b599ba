import type { AbTestSettings } from '@mao/ab-stats';

export type Metric = AbTestSettings['metrics'][number];
export type RatioMetric = AbTestSettings['primaryMetric'];
export type ClickField = AbTestSettings['clickField'];
export type Design = AbTestSettings['design'];

/**
 * `evaluating` is a test whose row is locked by a judgement: no commit ever leaves it there, so a crash cannot either.
 * `archived` has no way out, `completed` only the one to `archived` (and, without a winner, a forced judgement).
 */
export type TestStatus = 'active' | 'evaluating' | 'completed' | 'needs_more_data' | 'archived';

const METRICS: readonly string[] = ['ctr', 'cpc', 'roas', 'engagement'] satisfies Metric[];
const RATIO_METRICS: readonly string[] = ['ctr', 'cpc', 'roas'] satisfies RatioMetric[];
const CLICK_FIELDS: readonly string[] = ['inline_link_clicks', 'clicks'] satisfies ClickField[];

export const isMetric = (name: string): name is Metric => METRICS.includes(name);
export const isRatioMetric = (name: string): name is RatioMetric => RATIO_METRICS.includes(name);
export const isClickField = (name: string): name is ClickField => CLICK_FIELDS.includes(name);
