import { AB_STATUSES, instant, OPERATION_STATES, uuid } from '@mao/contracts';
import { z } from 'zod';

/** What the lists can be narrowed by, beside `limit` and `cursor`. */
export const campaignFilters = {
  social_account_id: uuid.optional(),
  state: z.enum(OPERATION_STATES).optional(),
} as const;

export const alertFilters = {
  social_account_id: uuid.optional(),
  since: instant.optional(),
} as const;

export const abTestFilters = {
  campaign_id: uuid.optional(),
  status: z.enum(AB_STATUSES).optional(),
} as const;

const day = z.iso.date();

/** Days are inclusive. */
export const insightsQuery = { from: day.optional(), to: day.optional(), ad_id: uuid.optional() } as const;
