import { z } from 'zod';
import { countryCode } from './common.ts';

const MIN_AGE = 13;
const MAX_AGE = 65;
const MAX_ITEMS = 200;

const idName = z.strictObject({
  id: z.union([z.string().regex(/^\d{1,25}$/), z.number().int().positive().max(Number.MAX_SAFE_INTEGER).transform(String)]),
  name: z.string().max(255).optional(),
});
const idNames = z.array(idName).min(1).max(MAX_ITEMS);
const words = z.array(z.string().min(1).max(100)).min(1).max(50);
const key = z.string().min(1).max(100);

const geoLocations = z
  .strictObject({
    countries: z.array(countryCode).min(1).max(MAX_ITEMS).optional(),
    regions: z
      .array(z.strictObject({ key, name: z.string().max(255).optional() }))
      .min(1)
      .max(MAX_ITEMS)
      .optional(),
    cities: z
      .array(
        z.strictObject({
          key,
          name: z.string().max(255).optional(),
          radius: z.number().positive().max(80).optional(),
          distance_unit: z.enum(['mile', 'kilometer']).optional(),
        }),
      )
      .min(1)
      .max(MAX_ITEMS)
      .optional(),
    zips: z.array(z.strictObject({ key })).min(1).max(MAX_ITEMS).optional(),
    location_types: words.optional(),
  })
  .refine((geo) => geo.countries ?? geo.regions ?? geo.cities ?? geo.zips, 'must name at least one place');

const interestGroup = z.strictObject({ interests: idNames.optional(), behaviors: idNames.optional() });

/** Targeting of the run request: Meta's own field names, as far as this product offers them. */
export const targeting = z
  .strictObject({
    age_min: z.number().int().min(MIN_AGE).max(MAX_AGE).optional(),
    age_max: z.number().int().min(MIN_AGE).max(MAX_AGE).optional(),
    genders: z
      .array(z.union([z.literal(1), z.literal(2)]))
      .max(2)
      .refine((list) => new Set(list).size === list.length, 'must not repeat a value')
      .optional(),
    geo_locations: geoLocations.optional(),
    excluded_geo_locations: geoLocations.optional(),
    interests: idNames.optional(),
    behaviors: idNames.optional(),
    flexible_spec: z.array(interestGroup).min(1).max(25).optional(),
    custom_audiences: idNames.optional(),
    excluded_custom_audiences: idNames.optional(),
    locales: z.array(z.number().int().positive()).min(1).max(50).optional(),
    publisher_platforms: z
      .array(z.enum(['facebook', 'instagram', 'messenger', 'audience_network', 'threads']))
      .min(1)
      .max(5)
      .optional(),
    facebook_positions: words.optional(),
    instagram_positions: words.optional(),
    device_platforms: z
      .array(z.enum(['mobile', 'desktop']))
      .min(1)
      .max(2)
      .optional(),
    targeting_automation: z.strictObject({ advantage_audience: z.union([z.literal(0), z.literal(1)]) }).optional(),
  })
  .refine((value) => (value.age_min ?? MIN_AGE) <= (value.age_max ?? MAX_AGE), {
    path: ['age_max'],
    message: 'must not be below age_min',
  });
