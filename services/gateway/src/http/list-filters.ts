import { instant, OPERATION_STATES, uuid } from '@mao/contracts';
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
