import { z } from 'zod';
import { shortText, uuid } from './common.ts';

const webUrl = z
  .string()
  .max(2_000)
  .refine(
    // The URL parser would drop tabs and line breaks and encode spaces: what is stored must be what was checked.
    (text) => !/\s/.test(text) && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).username === '',
    'must be an http or https URL without user information',
  );

const MAX_DURATION_MS = 24 * 3_600_000;

/** Body of POST /clips. */
export const clipBody = z.strictObject({
  clip_id: uuid.optional(),
  title: shortText,
  video_url: webUrl,
  thumbnail_url: webUrl,
  duration_ms: z.number().int().positive().max(MAX_DURATION_MS),
  social_account_id: uuid,
});

export type ClipBody = z.output<typeof clipBody>;
