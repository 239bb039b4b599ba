/** One field of a body, changed: `at` is where the answer must point, `[]` of it undone is what the body was before. */
export interface FieldCase {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly pointer: string;
}

const UUID = '0190a000-0000-7000-8000-000000000001';
const text = (length: number): string => 'a'.repeat(length);
const list = <T>(length: number, item: (index: number) => T): T[] => Array.from({ length }, (_, index) => item(index));
const url = (length: number): string => `https://example.com/${text(length - 'https://example.com/'.length)}`;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const interest = (index: number) => ({ id: String(6_003_000_000_000 + index) });
const variant = (change: Record<string, unknown> = {}) => ({ clip_id: UUID, creative_title: 'Variant', ...change });

const field = (pointer: string, name: string, change: Readonly<Record<string, unknown>>): FieldCase => ({
  pointer: `/${pointer}`,
  name: `${pointer}: ${name}`,
  change,
});
const wrong = (name: string, ...values: readonly unknown[]): FieldCase[] =>
  values.map((value) => field(name, String(JSON.stringify(value) ?? 'missing').slice(0, 40), { [name]: value }));
const targeting = (pointer: string, name: string, value: unknown): FieldCase =>
  field(`targeting/${pointer}`, name, { targeting: value });

/** Bodies of POST /meta/orchestrate/run that must be refused with 422 `validation`. */
export const REFUSED_RUNS: readonly FieldCase[] = [
  ...wrong('social_account_id', undefined, null, 7, '', 'not-a-uuid', `${UUID}0`, [UUID]),
  ...wrong('clip_id', undefined, 'x', { id: UUID }),
  ...wrong('campaign_name', undefined, null, '', '   ', 5, text(256), 'a\u0000b', 'half \ud83d of a pair'),
  ...wrong('campaign_objective', undefined, 'SALES', 'outcome_sales', 'OUTCOME_SALES ', 1),
  ...wrong('daily_budget_cents', undefined, null, 0, -1, 1.5, '10000', true, 10_000_000_000_001),
  field('lifetime_budget_cents', 'beside daily', { lifetime_budget_cents: 5_000 }),
  field('end_time', 'lifetime without it', { daily_budget_cents: undefined, lifetime_budget_cents: 50_000 }),
  ...wrong('creative_title', undefined, '', ' \n', text(256), ['a']),
  ...wrong('creative_description', 5, text(2_001), 'x\udc00'),
  ...wrong('landing_url', undefined, 'http://example.com', 'https://127.0.0.1/', 'https://localhost/', 'javascript:alert(1)'),
  ...wrong(
    'landing_url',
    url(2_001),
    'https://user@example.com/',
    'https://example.com:8443/',
    'https://0x7f.1/',
    'https://a.test/',
  ),
  ...wrong('optimization_goal', undefined, '', 'link_clicks', 'NO_SUCH_GOAL', 'PAGE_LIKES', 1, text(65).toUpperCase()),
  ...wrong('auto_publish', 'true', 1, null),
  ...wrong('dry_run', 'no', 0),
  ...wrong(
    'start_time',
    'tomorrow',
    '2031-02-30T00:00:00Z',
    '2031-01-01',
    '2031-01-01T00:00:00',
    '0000-01-01T00:00:00Z',
    0,
    inDays(-1),
  ),
  ...wrong('end_time', inDays(-1), '9999-12-31T23:59:59-23:59', 1_800_000_000),
  field('end_time', 'before start_time', { start_time: inDays(3), end_time: inDays(2) }),
  ...wrong('call_to_action', '', 'learn more', 'CALL_NOW_PLEASE', 3),
  field('special_ad_categories/0', 'lower case', { special_ad_categories: ['housing'] }),
  ...wrong(
    'special_ad_categories',
    'HOUSING',
    list(11, () => 'HOUSING'),
  ),
  ...wrong(
    'variants',
    [],
    list(10, () => variant()),
    {},
  ),
  field('variants/0/clip_id', 'no uuid', { variants: [variant({ clip_id: 'x' })] }),
  field('variants/0/creative_title', 'too long', { variants: [variant({ creative_title: text(256) })] }),
  field('variants/0/creative_description', 'too long', { variants: [variant({ creative_description: text(2_001) })] }),
  field('variants/0/landing_url', 'http', { variants: [variant({ landing_url: 'http://example.com/' })] }),
  field('variants/0/price', 'unknown field', { variants: [variant({ price: 1 })] }),
  ...wrong('targeting', null, 'all', []),
  targeting('age_min', '12', { age_min: 12 }),
  targeting('age_min', '13.5', { age_min: 13.5 }),
  targeting('age_max', '66', { age_max: 66 }),
  targeting('age_max', 'below age_min', { age_min: 40, age_max: 39 }),
  targeting('genders/0', '0', { genders: [0] }),
  targeting('genders/1', '3', { genders: [1, 3] }),
  targeting('genders', 'repeated', { genders: [1, 1] }),
  targeting('geo_locations', 'no place', { geo_locations: {} }),
  targeting('geo_locations/countries', 'empty', { geo_locations: { countries: [] } }),
  targeting('geo_locations/countries/0', 'lower case', { geo_locations: { countries: ['us'] } }),
  targeting('geo_locations/countries/0', 'no country', { geo_locations: { countries: ['ZZ'] } }),
  targeting('geo_locations/planets', 'unknown field', { geo_locations: { countries: ['US'], planets: [1] } }),
  targeting('interests', 'empty', { interests: [] }),
  targeting('interests', '201', { interests: list(201, interest) }),
  targeting('interests/0/id', 'no number', { interests: [{ id: 'movies' }] }),
  targeting('interests/0/~1rank', 'unknown field', { interests: [{ ...interest(0), '/rank': 1 }] }),
  targeting('locales/0', 'no number', { locales: ['en'] }),
  targeting('publisher_platforms/0', 'unknown', { publisher_platforms: ['myspace'] }),
  targeting('targeting_automation/advantage_audience', '2', { targeting_automation: { advantage_audience: 2 } }),
  targeting('age', 'unknown field', { age: 18 }),
  field('budget', 'unknown field', { budget: 1 }),
];

/** Changes just inside the limits; the plan must be made (`dry_run`). */
export const ACCEPTED_RUNS: readonly FieldCase[] = [
  ...wrong('campaign_name', 'a', text(255), ` ${text(255)} `, 'ünïcödé 🎬'),
  ...wrong('daily_budget_cents', 100, 10_000_000),
  field('lifetime_budget_cents', 'with an end', {
    daily_budget_cents: undefined,
    lifetime_budget_cents: 500_000,
    end_time: inDays(10),
  }),
  ...wrong('creative_title', text(255)),
  ...wrong('creative_description', undefined, null, '', text(2_000)),
  ...wrong('landing_url', url(2_000), 'https://bücher.de/'),
  ...wrong(
    'targeting',
    undefined,
    {},
    { age_min: 13, age_max: 65 },
    { age_min: 20, age_max: 20 },
    { genders: [] },
    { genders: [2] },
  ),
  ...wrong('targeting', { interests: list(200, interest) }, { geo_locations: { countries: ['US', 'CA'] } }),
  ...wrong('start_time', inDays(1), '2031-01-01T00:00:00+02:00'),
  ...wrong('call_to_action', 'SHOP_NOW'),
  ...wrong('special_ad_categories', []),
];

/** Bodies of PUT /meta/accounts/{id}. */
export const REFUSED_ACCOUNTS: readonly FieldCase[] = [
  ...wrong('ad_account_id', undefined, '', 'act_', 'act_x', 12, text(26).replaceAll('a', '1')),
  ...wrong('page_id', undefined, 'page', 1055, ''),
  ...wrong('instagram_user_id', '', 'me', 5),
  ...wrong('pixel_id', '', '7a', '1'.repeat(26)),
  ...wrong('currency', undefined, 'usd', 'XXQ', 'US', 840),
  ...wrong('timezone', undefined, '', 'Mars/Olympus', '+01:00', text(65), 3),
  ...wrong(
    'default_countries',
    'US',
    list(51, () => 'US'),
  ),
  field('default_countries/0', 'no country', { default_countries: ['ZZ'] }),
  field('default_countries/1', 'lower case', { default_countries: ['US', 'de'] }),
  ...wrong('access_token', undefined, '', 'with space', text(1_025), 'ü', 'a\u0000', null),
  ...wrong('daily_budget_cap_cents', 0, -5, 1.5, '100', 10_000_000_000_001),
  ...wrong('dsa_beneficiary', '', ' ', text(513)),
  ...wrong('dsa_payor', '', text(513)),
  ...wrong('health', { state: 'ok' }),
];

export const ACCEPTED_ACCOUNTS: readonly FieldCase[] = [
  ...wrong('ad_account_id', '1', '1'.repeat(25)),
  ...wrong('pixel_id', undefined, null, '1'.repeat(25)),
  ...wrong('currency', 'JPY', 'EUR'),
  ...wrong('timezone', 'UTC', 'Europe/Berlin'),
  ...wrong(
    'default_countries',
    undefined,
    [],
    list(50, () => 'US'),
  ),
  ...wrong('access_token', 'x', text(1_024)),
  ...wrong('daily_budget_cap_cents', undefined, null, 1, 10_000_000_000_000),
  ...wrong('dsa_beneficiary', 'a', text(512)),
];

/** Bodies of POST /clips. */
export const REFUSED_CLIPS: readonly FieldCase[] = [
  ...wrong('clip_id', 'x', 1, null),
  ...wrong('title', undefined, '', ' ', text(256), 'a\u0000', 9),
  ...wrong('video_url', undefined, '', 'ftp://example.com/a', '/a.mp4', 'https://u:p@example.com/', 'https://a b/', url(2_001)),
  ...wrong('thumbnail_url', undefined, 'data:image/png;base64,AA', 'https://example.com/a\tb', url(2_001)),
  ...wrong('duration_ms', undefined, 0, -1, 1.5, '15000', 86_400_001),
  ...wrong('social_account_id', undefined, 'x'),
  ...wrong('published_at', '2025-01-01T00:00:00Z'),
];

export const ACCEPTED_CLIPS: readonly FieldCase[] = [
  ...wrong('title', 'a', text(255)),
  ...wrong('video_url', 'http://example.com/a.mp4', url(2_000)),
  ...wrong('thumbnail_url', url(2_000)),
  ...wrong('duration_ms', 1, 86_400_000),
];
