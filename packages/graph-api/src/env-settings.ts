import { z } from 'zod';
import type { GovernorOptions } from './governor/governor-settings.ts';
import type { GraphSettings } from './wire/settings.ts';

const META_URL = 'https://graph.facebook.com';
const FAKE_URL = 'http://127.0.0.1:8200';

const positive = z.coerce.number().positive().max(1_000_000_000);

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
  META_APP_ID: z.string().regex(/^\d+$/, 'must be digits').optional().describe('with the app secret it lets tokens be looked at'),
  GRAPH_ACCOUNT_TIER: z
    .enum(['development', 'standard'])
    .default('standard')
    .describe("rate tier taken for an ad account until Meta's first answer names it"),
  GRAPH_ACCOUNT_POINTS: positive.optional().describe("replaces the tier's points (development 60, standard 9000)"),
  GRAPH_POINTS_DECAY_SECONDS: positive.optional().describe("replaces the tier's decay (300)"),
  GRAPH_POINTS_BLOCK_SECONDS: positive.optional().describe("replaces the tier's block (development 300, standard 60)"),
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

/** How a service takes part in the limits of an account that others use too. */
export type GovernorPart = Pick<GovernorOptions, 'share' | 'writeReserve'>;

/** The client's settings, with the default server of the mode. */
export function graphSettingsOf(env: GraphEnv, maxConnections: number, part: GovernorPart = {}): GraphSettings {
  const baseUrl = env.GRAPH_API_BASE_URL ?? (env.META_ADS_MODE === 'live' ? META_URL : FAKE_URL);
  const governor = { ...part, tier: env.GRAPH_ACCOUNT_TIER, limits: limitsOf(env) };
  return {
    baseUrl,
    version: env.GRAPH_API_VERSION,
    appSecret: env.META_APP_SECRET,
    appId: env.META_APP_ID,
    maxConnections,
    governor,
  };
}

function limitsOf(env: GraphEnv): NonNullable<GovernorOptions['limits']> {
  const { GRAPH_ACCOUNT_POINTS: points, GRAPH_POINTS_DECAY_SECONDS: decay, GRAPH_POINTS_BLOCK_SECONDS: block } = env;
  return {
    ...(points === undefined ? {} : { points }),
    ...(decay === undefined ? {} : { decayMs: decay * 1_000 }),
    ...(block === undefined ? {} : { blockMs: block * 1_000 }),
  };
}
