import type { GraphSettings } from '@mao/graph-api';
import { commonSettings, isTokenKey, port } from '@mao/service-kit';
import { z } from 'zod';

const LIVE_URL = 'https://graph.facebook.com';
const STUB_URL = 'http://127.0.0.1:8200';

/** Every setting of insights-sync. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    PORT: port(8102),
    META_ADS_MODE: z.enum(['stub', 'live']).default('stub').describe('stub talks to the fake Graph server, live to Meta'),
    GRAPH_API_BASE_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(`default ${STUB_URL} (stub), ${LIVE_URL} (live)`),
    GRAPH_API_VERSION: z
      .string()
      .regex(/^v\d+\.\d+$/, 'must look like v26.0')
      .default('v26.0')
      .describe('version of the Graph API'),
    META_APP_SECRET: z.string().min(1).optional().describe('when set, every call carries appsecret_proof; required in live mode'),
    TOKEN_ENCRYPTION_KEY: z
      .string()
      .refine(isTokenKey, 'must be 32 bytes in base64')
      .describe('AES-256-GCM key that opens access tokens'),
    MAX_RETRIES: z.coerce.number().int().min(0).max(20).default(3).describe('retries per step after the first try'),
    RETRY_DELAY_SECONDS: z.coerce.number().positive().max(3_600).default(2).describe('base of the exponential back-off'),
    SYNC_INTERVAL_MINUTES: z.coerce
      .number()
      .min(1)
      .max(24 * 60)
      .default(60)
      .describe('every account with tracked ads is synced this often'),
    SYNC_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(16).describe('sync runs in flight per process'),
  })
  .superRefine((settings, context) => {
    if (settings.META_ADS_MODE === 'live' && settings.META_APP_SECRET === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['META_APP_SECRET'],
        message: 'live mode needs the app secret; it never falls back to stub',
      });
    }
  })
  .transform((settings) => ({
    ...settings,
    GRAPH_API_BASE_URL: settings.GRAPH_API_BASE_URL ?? (settings.META_ADS_MODE === 'live' ? LIVE_URL : STUB_URL),
  }));

type Settings = z.output<typeof settingsSchema>;

export function graphSettings(settings: Settings): GraphSettings {
  return {
    baseUrl: settings.GRAPH_API_BASE_URL,
    version: settings.GRAPH_API_VERSION,
    appSecret: settings.META_APP_SECRET,
    maxConnections: settings.SYNC_CONCURRENCY,
  };
}
