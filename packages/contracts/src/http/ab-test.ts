import { z } from 'zod';
import { instant, shortText, uuid } from './common.ts';

export const AB_METRICS = ['ctr', 'cpc', 'roas', 'engagement'] as const;
export const AB_STATUSES = ['active', 'evaluating', 'completed', 'needs_more_data', 'archived'] as const;

const MIN_VARIANTS = 2;
const MAX_VARIANTS = 10;

const metrics = z
  .array(z.enum(AB_METRICS))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'must not repeat a metric');
const minImpressions = z.number().int().min(1).max(1_000_000_000);
const minDurationHours = z
  .number()
  .int()
  .min(1)
  .max(90 * 24);

const DEFAULTS = { metrics: ['ctr', 'cpc', 'roas'], minImpressions: 1_000, minDurationHours: 48 } as const;

/** Body of POST /meta/orchestrate/ab. */
export const abTestBody = z.strictObject({
  campaign_id: uuid,
  test_name: shortText,
  variants: z
    .array(z.strictObject({ clip_id: uuid, ad_id: uuid }))
    .min(MIN_VARIANTS, 'must name at least two variants')
    .max(MAX_VARIANTS)
    .superRefine((variants, context) => {
      for (const [index, { ad_id: adId }] of variants.entries()) {
        if (variants.findIndex((other) => other.ad_id === adId) < index)
          context.addIssue({ code: 'custom', path: [index, 'ad_id'], message: 'must not name an ad twice' });
      }
    }),
  metrics: metrics.default([...DEFAULTS.metrics]),
  min_impressions: minImpressions.default(DEFAULTS.minImpressions),
  min_duration_hours: minDurationHours.default(DEFAULTS.minDurationHours),
  start_time: instant.optional(),
  primary_metric: z.enum(['ctr', 'cpc', 'roas']).default('ctr'),
  click_field: z.enum(['inline_link_clicks', 'clicks']).default('inline_link_clicks'),
  minimum_effect: z.number().min(0.01).max(10).default(0.2),
  horizon_days: z.number().int().min(1).max(90).default(28),
  auto_publish_to: uuid.nullish(),
});

export type AbTestBody = z.output<typeof abTestBody>;

/** `ab_test` inside POST /meta/orchestrate/run: the test over all creatives of the run. */
export const abTestOfRun = z.strictObject({
  test_name: shortText,
  metrics: metrics.optional(),
  min_impressions: minImpressions.optional(),
  min_duration_hours: minDurationHours.optional(),
  auto_publish_to: uuid.nullish(),
});

export type AbTestOfRun = z.output<typeof abTestOfRun>;

/** Body of POST /meta/orchestrate/ab/{id}/evaluate. */
export const evaluateBody = z
  .strictObject({ force: z.boolean().default(false), reason_for_force: z.string().trim().min(1).max(500).optional() })
  .refine((body) => !body.force || body.reason_for_force !== undefined, {
    path: ['reason_for_force'],
    message: 'is required with force',
  });

/** Body of POST /meta/orchestrate/ab/{id}/publish-winner. */
export const publishWinnerBody = z.strictObject({ social_account_id: uuid });
