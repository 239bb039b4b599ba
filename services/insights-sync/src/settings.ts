import { CREDENTIALS_MISSING, graphEnvFields, hasCredentials } from '@mao/graph-api/env';
import { commonSettings, port, tokenKey } from '@mao/service-kit/settings';
import { z } from 'zod';

/** Every setting of insights-sync. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    ...graphEnvFields,
    PORT: port(8102),
    TOKEN_ENCRYPTION_KEY: tokenKey.describe('AES-256-GCM key that opens access tokens'),
    SYNC_INTERVAL_MINUTES: z.coerce
      .number()
      .min(1)
      .max(24 * 60)
      .default(60)
      .describe('every account with tracked ads is synced this often'),
    SYNC_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(16).describe('sync runs in flight per process'),
  })
  .refine(hasCredentials, CREDENTIALS_MISSING);

export type Settings = z.output<typeof settingsSchema>;
