import { z } from 'zod';
import { cents, countryCode, metaId } from './common.ts';

/** Body of PUT /meta/accounts/{social_account_id}: the whole state; what is left out is not set. */
export const accountBody = z.strictObject({
  ad_account_id: z
    .string()
    .regex(/^(act_)?\d{1,25}$/, 'must be digits, with or without act_')
    .transform((id) => id.replace(/^act_/, '')),
  page_id: metaId,
  instagram_user_id: metaId.nullish(),
  pixel_id: metaId.nullish(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in capitals'),
  timezone: z.string().max(64).refine(isTimezone, 'must be an IANA time zone name'),
  default_countries: z.array(countryCode).max(50).default([]),
  access_token: z.string().regex(/^[\x21-\x7e]{1,1024}$/, 'must be 1 to 1024 printable characters'),
  daily_budget_cap_cents: cents.nullish(),
  dsa_beneficiary: z.string().trim().min(1).max(512).nullish(),
  dsa_payor: z.string().trim().min(1).max(512).nullish(),
});

export type AccountBody = z.output<typeof accountBody>;

function isTimezone(name: string): boolean {
  // Intl also accepts offsets such as +01:00, which know no daylight saving.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
