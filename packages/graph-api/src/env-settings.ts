import { z } from 'zod';
import type { GraphSettings } from './wire/settings.ts';

const META_URL = 'https://graph.facebook.com';
const FAKE_URL = 'http://127.0.0.1:8200';

/** The settings of every service that talks to the Graph API, for the zod object of its environment. */
export const graphEnvFields = {
  META_ADS_MODE: z.enum(['stub', 'live']).default('stub').describe('stub talks to the fake Graph server, live to Meta'),
  GRAPH_API_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(`default ${FAKE_URL} (stub), ${META_URL} (live)`),
  GRAPH_API_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'must look like v26.0')
    .default('v26.0')
    .describe('version of the Graph API'),
  META_APP_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe(
      'when set, every call carries appsecret_proof; required in live mode unless GRAPH_API_BASE_URL names another server',
    ),
  MAX_RETRIES: z.coerce.number().int().min(0).max(20).default(3).describe('retries per step after the first try'),
  RETRY_DELAY_SECONDS: z.coerce.number().positive().max(3_600).default(2).describe('base of the exponential back-off'),
} as const;

type GraphEnv = z.output<z.ZodObject<typeof graphEnvFields>>;

/** LC1: live mode without credentials fails at start and never falls back to the fake. For `refine`. */
export function hasCredentials(env: Partial<GraphEnv>): boolean {
  return env.META_ADS_MODE !== 'live' || env.META_APP_SECRET !== undefined || env.GRAPH_API_BASE_URL !== undefined;
}

/** The refusal that goes with `hasCredentials`; told together with every other problem of the environment. */
export const CREDENTIALS_MISSING = {
  path: ['META_APP_SECRET'],
  message: 'live mode needs the app secret; it never falls back to stub',
  when: () => true,
};

/** The client's settings, with the default server of the mode. */
export function graphSettingsOf(env: GraphEnv, maxConnections: number): GraphSettings {
  const baseUrl = env.GRAPH_API_BASE_URL ?? (env.META_ADS_MODE === 'live' ? META_URL : FAKE_URL);
  return { baseUrl, version: env.GRAPH_API_VERSION, appSecret: env.META_APP_SECRET, maxConnections };
}
