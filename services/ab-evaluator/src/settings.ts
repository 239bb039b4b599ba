import { commonSettings, port } from '@mao/service-kit/settings';
import { z } from 'zod';

/** Every setting of the ab-evaluator. */
export const settingsSchema = z.object({
  ...commonSettings,
  PORT: port(8103),
  EVALUATION_INTERVAL_MINUTES: z.coerce
    .number()
    .min(1)
    .max(24 * 60)
    .default(24 * 60)
    .describe('every open A/B test is evaluated this often without being asked'),
  EVALUATION_SETTLE_HOURS: z.coerce
    .number()
    .min(0)
    .max(48)
    .default(3)
    .describe('a day counts this long after its end in the account’s time zone, even if no sync has reported a change since'),
});

export type Settings = z.output<typeof settingsSchema>;
