import { CREDENTIALS_MISSING, graphEnvFields, hasCredentials } from '@mao/graph-api/env';
import { commonSettings, port, tokenKey } from '@mao/service-kit/settings';
import { z } from 'zod';

/** Every setting of the publisher. */
export const settingsSchema = z
  .object({
    ...commonSettings,
    ...graphEnvFields,
    PORT: port(8104),
    TOKEN_ENCRYPTION_KEY: tokenKey.describe('AES-256-GCM key that opens access tokens'),
    PUBLISH_POLL_SECONDS: z.coerce
      .number()
      .positive()
      .max(3_600)
      .optional()
      .describe('how often Instagram is asked whether a video is ready; default 15 live, 1 stub'),
    PUBLISH_READY_MINUTES: z.coerce
      .number()
      .positive()
      .max(23 * 60)
      .default(120)
      .describe('a video that Instagram has not processed by then is given up'),
    PUBLISH_LIMIT_POLL_SECONDS: z.coerce
      .number()
      .positive()
      .max(24 * 3_600)
      .default(900)
      .describe('how often a full daily publishing limit is looked at again'),
    PUBLISH_SETTLE_SECONDS: z.coerce
      .number()
      .min(0)
      .max(3_600)
      .optional()
      .describe('how long a post whose publishing was answered by nobody may take to show; default 60 live, 2 stub'),
    PUBLISH_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(16).describe('publications in flight per process'),
  })
  .refine(hasCredentials, CREDENTIALS_MISSING);

export type Settings = z.output<typeof settingsSchema>;

const POLL_SECONDS = { stub: 1, live: 15 } as const;
const SETTLE_SECONDS = { stub: 2, live: 60 } as const;

/** The times of the publish saga, in milliseconds. */
export function publishTimes(settings: Settings): PublishTimes {
  const mode = settings.META_ADS_MODE;
  return {
    pollMs: (settings.PUBLISH_POLL_SECONDS ?? POLL_SECONDS[mode]) * 1_000,
    readyMs: settings.PUBLISH_READY_MINUTES * 60_000,
    limitPollMs: settings.PUBLISH_LIMIT_POLL_SECONDS * 1_000,
    settleMs: (settings.PUBLISH_SETTLE_SECONDS ?? SETTLE_SECONDS[mode]) * 1_000,
  };
}

export interface PublishTimes {
  /** Between two looks at a container. */
  readonly pollMs: number;
  /** What Instagram may take to process a video. */
  readonly readyMs: number;
  /** Between two looks at a full publishing limit. */
  readonly limitPollMs: number;
  /** How long the effect of an unanswered publish may stay invisible. */
  readonly settleMs: number;
}
