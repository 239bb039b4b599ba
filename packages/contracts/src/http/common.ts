import { z } from 'zod';

/** Any UUID, in lower case: ids are compared as text. */
export const uuid = z.guid().transform((id) => id.toLowerCase());
/** Meta's ids: numeric strings, longer than a JavaScript number holds exactly. */
export const metaId = z.string().regex(/^\d{1,25}$/, 'must be a numeric string');
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/** ISO 8601 with an offset, in years that every store and Meta can write down. In UTC afterwards. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !(Date.parse(text) < EARLIEST || Date.parse(text) >= LATEST), 'must lie between the years 1970 and 9998')
  .transform((text) => new Date(text).toISOString());

/** Far above any budget, and far inside what Avro's long and a JavaScript number hold exactly, sums included. */
const MAX_CENTS = 10_000_000_000_000;
export const cents = z.number().int().positive().max(MAX_CENTS);
/** 1 to 255 characters after trimming. */
export const shortText = z.string().trim().min(1).max(255);

export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code in capitals')
  .refine(isCountry, 'is no country');

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return true; // the regular expression has said so already
  return code !== 'ZZ' && regionNames.of(code) !== undefined;
}

/** `?limit` and `?cursor` of every list. Query values are text. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a number from 1 to 200')
    .transform(Number)
    .pipe(z.number().min(1).max(200))
    .default(50),
  cursor: z.string().max(500).optional(),
} as const;
