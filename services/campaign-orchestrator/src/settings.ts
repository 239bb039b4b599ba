import { commonSettings, isTokenKey, port } from '@mao/service-kit';
import { z } from 'zod';

const LIVE_URL = 'https://graph.facebook.com';
const STUB_URL = 'http://127.0.0.1:8200';

/** Every setting of the campaign orchestrator. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    PORT: port(8101),
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
      .describe('AES-256-GCM key that opens access tokens; also keys the markers on our objects'),
    MAX_RETRIES: z.coerce.number().int().min(0).max(20).default(3).describe('retries per step after the first try'),
    RETRY_DELAY_SECONDS: z.coerce.number().positive().max(3_600).default(2).describe('base of the exponential back-off'),
    RECONCILE_SETTLE_SECONDS: z.coerce
      .number()
      .min(0)
      .max(3_600)
      .optional()
      .describe('how long an ambiguous create may take to become visible; default 60 live, 2 stub'),
    SAGA_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(64).describe('sagas in flight per process'),
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
    RECONCILE_SETTLE_SECONDS: settings.RECONCILE_SETTLE_SECONDS ?? (settings.META_ADS_MODE === 'live' ? 60 : 2),
  }));

export type Settings = z.output<typeof settingsSchema>;
