import { z } from 'zod';
import { REVIEW_OUTCOMES } from '../review.ts';
import { isTimeZone } from '../time/zoned-days.ts';

/** Bodies of the control interface. Unknown keys are refused: a misspelt fault would otherwise pass for a healthy server. */

const answerFault = { commit: z.boolean().optional() };

const faultAction = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('delay'), ms: z.number().min(0) }),
  z.strictObject({ type: z.literal('drop') }),
  z.strictObject({ type: z.literal('commit_then_drop') }),
  z.strictObject({ type: z.literal('commit_then_status'), status: z.int().min(200).max(599) }),
  z.strictObject({
    type: z.literal('error'),
    status: z.int().min(200).max(599),
    code: z.int(),
    subcode: z.int().optional(),
    is_transient: z.boolean().optional(),
    user_title: z.string().optional(),
    user_msg: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('truncate'), ...answerFault }),
  z.strictObject({ type: z.literal('html'), status: z.int().min(200).max(599), ...answerFault }),
  z.strictObject({ type: z.literal('no_id'), ...answerFault }),
  z.strictObject({ type: z.literal('slow_body'), ms: z.number().min(0), ...answerFault }),
  z.strictObject({ type: z.literal('hide'), seconds: z.number().min(0), by_id: z.boolean().optional() }),
  z.strictObject({ type: z.literal('review'), outcome: z.enum(REVIEW_OUTCOMES), seconds: z.number().positive().optional() }),
  z.strictObject({ type: z.literal('duplicate_webhook') }),
  z.strictObject({ type: z.literal('wrong_signature') }),
  z.strictObject({ type: z.literal('throttle'), minutes: z.number().min(0) }),
  z.strictObject({ type: z.literal('report'), outcome: z.enum(['failed', 'skipped', 'stuck']) }),
]);

export const faultSpec = z.strictObject({
  id: z.string().min(1).optional(),
  method: z.string().min(1),
  path: z.string().refine(isPattern, 'not a regular expression'),
  nth: z.int().min(1).optional(),
  every: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  times: z.int().min(1).optional(),
  action: faultAction,
});

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    // The constructor's SyntaxError is the answer.
    return false;
  }
}

export const clockChange = z.union([
  z.strictObject({ advance_hours: z.number() }),
  z.strictObject({ set: z.union([z.string(), z.number()]) }),
  z.strictObject({ follow_real: z.literal(true) }),
]);

const fraction = z.number().min(0).max(1);

export const truthSpec = z.strictObject({
  impressions_per_day: z.number().min(0),
  ctr: fraction,
  cost_per_click_cents: z.number().min(0),
  conversion_rate: fraction,
  order_value_cents: z.number().min(0),
  starts_days_ago: z.int().min(0).max(1200).optional(),
  noise: z.number().min(0).max(1).optional(),
  rewrite_past: z.boolean().optional(),
});

export const tokenSpec = z.strictObject({
  token: z.string().min(1),
  accounts: z.array(z.string()),
  scopes: z.array(z.string()).optional(),
  pages: z.array(z.union([z.string(), z.number()])).optional(),
  /** ISO 8601 or unix seconds; 0 never expires. */
  expires_at: z.union([z.string(), z.number()]).nullish(),
  valid: z.boolean().optional(),
});

const customTier = z.strictObject({
  points: z.number().positive(),
  decay_seconds: z.number().positive(),
  block_seconds: z.number().min(0),
  mutations_per_second: z.number().positive().optional(),
});

export const accountSpec = z.strictObject({
  id: z.string().regex(/^(act_)?\d+$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  timezone_name: z.string().refine(isTimeZone, 'not a time zone'),
  tier: z.union([z.enum(['development', 'standard']), customTier]),
  status: z.int().optional(),
  max_insights_cells: z.int().positive().nullish(),
});

/** What `GET /__fake/state` answered; its lines are the state file's own. */
export const savedState = z.strictObject({ data: z.array(z.record(z.string(), z.unknown())).min(1) });
