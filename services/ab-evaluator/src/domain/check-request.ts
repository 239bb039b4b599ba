import type { AbTestRequested } from '@mao/contracts';
import { invalid, type Refusal } from './refusal.ts';
import { type ClickField, isClickField, isMetric, isRatioMetric, type Metric, type RatioMetric } from './test-terms.ts';

/** An ad of the campaign under test. */
interface KnownAd {
  readonly adId: string;
  readonly clipId: string;
}

/** What the evaluator can promise to judge by. */
export interface Terms {
  readonly metrics: readonly Metric[];
  readonly primaryMetric: RatioMetric;
  readonly clickField: ClickField;
}

type Checked = { readonly type: 'accepted'; readonly terms: Terms } | { readonly type: 'refused'; readonly refusal: Refusal };

const refused = (pointer: string, detail: string): Checked => ({ type: 'refused', refusal: invalid(pointer, detail) });

/** Holds a request against the campaign's ads and the words the statistics know. */
export function checkRequest(request: AbTestRequested, ads: readonly KnownAd[]): Checked {
  const { variants, metrics, primaryMetric, clickField } = request;
  if (variants.length < 2) return refused('/variants', 'A test compares at least two variants.');
  for (const [index, { adId, clipId }] of variants.entries()) {
    const pointer = `/variants/${index}/ad_id`;
    if (!ads.some((ad) => ad.adId === adId && ad.clipId === clipId))
      return refused(pointer, 'Not an ad of this campaign that shows this clip.');
    if (variants.findIndex((other) => other.adId === adId) < index) return refused(pointer, 'The same ad is in the test twice.');
  }
  const known = metrics.filter(isMetric);
  if (known.length < metrics.length) return refused('/metrics', 'Metrics are ctr, cpc, roas and engagement.');
  if (!isRatioMetric(primaryMetric)) return refused('/primary_metric', 'The primary metric is ctr, cpc or roas.');
  if (!isClickField(clickField)) return refused('/click_field', 'The click field is inline_link_clicks or clicks.');
  return { type: 'accepted', terms: { metrics: known, primaryMetric, clickField } };
}
