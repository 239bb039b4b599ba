import { CREDENTIALS_MISSING, graphEnvFields, hasCredentials } from '@mao/graph-api/env';
import { commonSettings, port, tokenKey } from '@mao/service-kit/settings';
import { z } from 'zod';

/** Every setting of the campaign orchestrator. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    ...graphEnvFields,
    PORT: port(8101),
    TOKEN_ENCRYPTION_KEY: tokenKey.describe('AES-256-GCM key that opens access tokens; also keys the markers on our objects'),
    RECONCILE_SETTLE_SECONDS: z.coerce
      .number()
      .min(0)
      .max(3_600)
      .optional()
      .describe('how long an ambiguous create may take to become visible; default 60 live, 2 stub'),
    RECONCILE_INTERVAL_MINUTES: z.coerce
      .number()
      .positive()
      .max(7 * 24 * 60)
      .default(60)
      .describe("how often an account's marked objects at Meta are compared with our rows"),
    SAGA_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(64).describe('sagas in flight per process'),
  })
  .refine(hasCredentials, CREDENTIALS_MISSING);

const SETTLE_SECONDS = { stub: 2, live: 60 } as const;

export type Settings = z.output<typeof settingsSchema>;

/** How long an object may stay invisible in Meta's lists after its create. */
export const settleMs = (settings: Settings): number =>
  (settings.RECONCILE_SETTLE_SECONDS ?? SETTLE_SECONDS[settings.META_ADS_MODE]) * 1_000;
