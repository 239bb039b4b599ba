import { graphEnvFields, requireCredentials } from '@mao/graph-api';
import { commonSettings, isTokenKey, port } from '@mao/service-kit';
import { z } from 'zod';

/** Every setting of insights-sync. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    ...graphEnvFields,
    PORT: port(8102),
    TOKEN_ENCRYPTION_KEY: z
      .string()
      .refine(isTokenKey, 'must be 32 bytes in base64')
      .describe('AES-256-GCM key that opens access tokens'),
    SYNC_INTERVAL_MINUTES: z.coerce
      .number()
      .min(1)
      .max(24 * 60)
      .default(60)
      .describe('every account with tracked ads is synced this often'),
    SYNC_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(16).describe('sync runs in flight per process'),
  })
  .superRefine(requireCredentials);
