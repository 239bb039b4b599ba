import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountBody } from './account.ts';
import { clipBody } from './clip.ts';
import { instant, pageQuery, uuid } from './common.ts';
import { runRequest } from './run-request.ts';
import { targeting } from './targeting.ts';

const ID = '0190A000-0000-7000-8000-00000000000A';
const RUN = {
  social_account_id: ID,
  clip_id: ID,
  campaign_name: ' Summer Sale 2025 ',
  campaign_objective: 'OUTCOME_SALES',
  daily_budget_cents: 10_000,
  creative_title: 'Amazing Product',
  landing_url: 'https://Bücher.de',
  optimization_goal: 'LINK_CLICKS',
};
const ACCOUNT = { ad_account_id: 'act_12', page_id: '1', currency: 'EUR', timezone: 'Europe/Berlin', access_token: 'x' };
const CLIP = {
  title: ' A ',
  video_url: 'https://a.example/v',
  thumbnail_url: 'http://a.example/t',
  duration_ms: 1,
  social_account_id: ID,
};

describe('what is sent comes out in one form', () => {
  it('of a run: trimmed, ids in lower case, host in punycode, defaults filled in', () => {
    expect(runRequest.parse(RUN)).toEqual({
      ...RUN,
      social_account_id: ID.toLowerCase(),
      clip_id: ID.toLowerCase(),
      campaign_name: 'Summer Sale 2025',
      landing_url: 'https://xn--bcher-kva.de/',
      targeting: {},
      auto_publish: false,
      call_to_action: 'LEARN_MORE',
      special_ad_categories: [],
      dry_run: false,
    });
  });

  it('of an account: ad account without act_, no countries when none are given', () => {
    expect(accountBody.parse(ACCOUNT)).toEqual({ ...ACCOUNT, ad_account_id: '12', default_countries: [] });
    expect(accountBody.parse({ ...ACCOUNT, ad_account_id: '12' }).ad_account_id).toBe('12');
  });

  it('of a clip', () => {
    expect(clipBody.parse(CLIP)).toEqual({ ...CLIP, title: 'A', social_account_id: ID.toLowerCase() });
  });

  it('of a time: UTC', () => {
    expect(instant.parse('2026-03-01T01:30:00+02:00')).toBe('2026-02-28T23:30:00.000Z');
  });

  it('of an interest: the id as text, as Meta writes it', () => {
    expect(targeting.parse({ interests: [{ id: 6_003_139_266_461, name: 'Movies' }] })).toEqual({
      interests: [{ id: '6003139266461', name: 'Movies' }],
    });
  });
});

describe('budgets', () => {
  const { daily_budget_cents: _, ...unpaid } = RUN;
  it('exactly one is needed, and the answer says which field', () => {
    expect(runRequest.safeParse({ ...unpaid, lifetime_budget_cents: 1 }).success).toBe(true);
    expect(runRequest.safeParse(unpaid).error?.issues).toMatchObject([{ path: ['daily_budget_cents'] }]);
    expect(runRequest.safeParse({ ...RUN, lifetime_budget_cents: 1 }).error?.issues).toMatchObject([
      { path: ['lifetime_budget_cents'] },
    ]);
  });

  it('are whole and positive, and never more than can be written down exactly', () => {
    fc.assert(
      fc.property(fc.double(), (cents) => {
        const isFine = Number.isInteger(cents) && cents > 0 && cents <= 1e13;
        expect(runRequest.safeParse({ ...RUN, daily_budget_cents: cents }).success).toBe(isFine);
      }),
    );
  });
});

describe('targeting', () => {
  it('ages are 13 to 65 and in order', () => {
    const age = fc.integer({ min: 0, max: 80 });
    fc.assert(
      fc.property(age, age, (min, max) => {
        const isFine = min >= 13 && max <= 65 && min <= max;
        expect(targeting.safeParse({ age_min: min, age_max: max }).success).toBe(isFine);
      }),
    );
  });

  it('genders are a subset of 1 and 2', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }), (genders) => {
        const isFine = genders.every((one) => one === 1 || one === 2) && new Set(genders).size === genders.length;
        expect(targeting.safeParse({ genders }).success).toBe(isFine);
      }),
    );
  });

  it.each([
    ['a place is named', { geo_locations: { location_types: ['home'] } }],
    ['countries exist', { geo_locations: { countries: ['XQ'] } }],
    ['nothing unknown is nested', { flexible_spec: [{ interests: [{ id: '1' }], wishes: [] }] }],
    ['a radius is at most 80', { geo_locations: { cities: [{ key: '1', radius: 81 }] } }],
  ])('%s', (_rule, value) => {
    expect(targeting.safeParse(value).success).toBe(false);
  });
});

describe('unknown fields', () => {
  it.each([
    ['run', runRequest, RUN],
    ['account', accountBody, ACCOUNT],
    ['clip', clipBody, CLIP],
    ['targeting', targeting, {}],
  ] as const)('of a %s body are refused, __proto__ too', (_name, schema, body) => {
    expect(schema.safeParse({ ...body, surprise: 1 }).error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['surprise'] },
    ]);
    const sneaky: unknown = JSON.parse(
      `${JSON.stringify(body).replace(/\}$/, Object.keys(body).length > 0 ? ',' : '')}"__proto__":{"a":1}}`,
    );
    expect(schema.safeParse(sneaky).success).toBe(false);
  });
});

describe('ids, times and pages', () => {
  it.each(['', 'x', `${ID} `, `{${ID}}`, ID.replaceAll('-', ''), `${ID}0`])('%j is no id', (text) => {
    expect(uuid.safeParse(text).success).toBe(false);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T00:00:00',
    '2026-02-30T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '9999-01-01T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T00:00:00+99:00',
    'now',
  ])('%s is no time', (text) => {
    expect(instant.safeParse(text).success).toBe(false);
  });

  it('every date a caller can write becomes a time or a refusal, never an error', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999 }), two, two, two, two, (year, month, day, hour, offset) => {
        const text = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:00:00+${offset}:00`;
        expect(() => instant.safeParse(text)).not.toThrow();
      }),
    );
  });

  it('a page has 1 to 200 rows, 50 unless told otherwise', () => {
    expect(pageQuery.limit.parse(undefined)).toBe(50);
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 300 }), (limit) => {
        expect(pageQuery.limit.safeParse(String(limit)).success).toBe(limit >= 1 && limit <= 200);
      }),
    );
  });
});

describe('accounts', () => {
  it.each(['+01:00', 'Mars/Olympus', '', '1'])('%j is no time zone', (timezone) => {
    expect(accountBody.safeParse({ ...ACCOUNT, timezone }).success).toBe(false);
  });

  it('a token never comes back in a refusal', () => {
    const secret = 'EAAB secret';
    const refusal = accountBody.safeParse({ ...ACCOUNT, access_token: secret, page_id: 'x' });
    expect(JSON.stringify(refusal.error?.issues)).not.toContain(secret);
  });
});

describe('clips', () => {
  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://u:p@a.example/',
    '//a.example/',
    'https://a.example/a b',
    'https://a.example/\n',
  ])('%j is no URL of a clip', (url) => {
    expect(clipBody.safeParse({ ...CLIP, video_url: url }).success).toBe(false);
  });
});
