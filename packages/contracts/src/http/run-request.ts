import { z } from 'zod';
import { abTestOfRun } from './ab-test.ts';
import { cents, instant, shortText, uuid } from './common.ts';
import { landingUrl } from './landing-url.ts';
import { targeting } from './targeting.ts';

export const OBJECTIVES = [
  'OUTCOME_AWARENESS',
  'OUTCOME_TRAFFIC',
  'OUTCOME_ENGAGEMENT',
  'OUTCOME_LEADS',
  'OUTCOME_APP_PROMOTION',
  'OUTCOME_SALES',
] as const;

/** Ads of one ad set: the one of the request itself and its variants. */
const MAX_VARIANTS = 9;

const description = z.string().trim().max(2_000);

const variant = z.strictObject({
  clip_id: uuid,
  creative_title: shortText,
  creative_description: description.nullish(),
  landing_url: landingUrl.optional(),
});

/**
 * Body of POST /meta/orchestrate/run. Checks form and limits; whether objective, goal and account fit together is
 * decided by the plan (package graph-api).
 */
export const runRequest = z
  .strictObject({
    social_account_id: uuid,
    clip_id: uuid,
    campaign_name: shortText,
    campaign_objective: z.enum(OBJECTIVES),
    daily_budget_cents: cents.optional(),
    lifetime_budget_cents: cents.optional(),
    creative_title: shortText,
    creative_description: description.nullish(),
    landing_url: landingUrl,
    targeting: targeting.default({}),
    optimization_goal: z.string().regex(/^[A-Z][A-Z_]{1,63}$/, 'must be an optimization goal in capitals'),
    auto_publish: z.boolean().default(false),
    start_time: instant.optional(),
    end_time: instant.optional(),
    call_to_action: z
      .string()
      .regex(/^[A-Z][A-Z_]{1,63}$/, 'must be a call to action in capitals')
      .default('LEARN_MORE'),
    special_ad_categories: z
      .array(z.string().regex(/^[A-Z][A-Z_]{1,63}$/))
      .max(10)
      .default([]),
    variants: z.array(variant).min(1).max(MAX_VARIANTS).optional(),
    dry_run: z.boolean().default(false),
    ab_test: abTestOfRun.optional(),
  })
  .superRefine((body, context) => {
    if (body.ab_test !== undefined && body.variants === undefined)
      context.addIssue({ code: 'custom', path: ['variants'], message: 'an A/B test needs at least one variant' });
    const given = [body.daily_budget_cents, body.lifetime_budget_cents].filter((budget) => budget !== undefined).length;
    if (given === 0)
      context.addIssue({ code: 'custom', path: ['daily_budget_cents'], message: 'is required (or lifetime_budget_cents)' });
    if (given === 2)
      context.addIssue({
        code: 'custom',
        path: ['lifetime_budget_cents'],
        message: 'must not be combined with daily_budget_cents',
      });
  });

export type RunRequest = z.output<typeof runRequest>;
