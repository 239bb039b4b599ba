import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOW, planAccount, planned, planOf, refused, runRequest, stepOf } from '../testing/run-fixtures.ts';
import { MissingParentError, payloadFor } from './payload-for.ts';
import { planCampaign } from './plan-campaign.ts';
import type { RunRequest } from './run-request.ts';

describe('the plan of the documented request', () => {
  it('is one campaign, one ad set, one creative, one ad, as Meta wants them', () => {
    const plan = planned();
    expect(plan.warnings).toEqual([]);
    expect(plan.steps).toEqual([
      {
        step: 'campaign',
        level: 'campaign',
        name: 'Summer Sale 2025',
        clipId: null,
        payload: {
          name: 'Summer Sale 2025',
          objective: 'OUTCOME_SALES',
          status: 'PAUSED',
          buying_type: 'AUCTION',
          special_ad_categories: [],
          is_adset_budget_sharing_enabled: false,
        },
      },
      {
        step: 'ad_set',
        level: 'ad_set',
        name: 'Summer Sale 2025 / ad set',
        clipId: null,
        payload: {
          name: 'Summer Sale 2025 / ad set',
          campaign_id: '{campaign}',
          status: 'PAUSED',
          billing_event: 'IMPRESSIONS',
          optimization_goal: 'LINK_CLICKS',
          bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
          daily_budget: 10_000,
          destination_type: 'WEBSITE',
          promoted_object: { pixel_id: '20', custom_event_type: 'PURCHASE' },
          targeting: {
            age_min: 18,
            age_max: 65,
            genders: [1, 2],
            geo_locations: { countries: ['US'] },
            targeting_automation: { advantage_audience: 0 },
          },
        },
      },
      {
        step: 'creative_1',
        level: 'creative',
        name: 'Amazing Product',
        clipId: 'clip-1',
        payload: {
          name: 'Amazing Product',
          object_story_spec: {
            page_id: '10',
            link_data: {
              link: 'https://example.com/sale',
              name: 'Amazing Product',
              message: 'Get 50% off',
              picture: 'https://cdn.example.com/clip-1.jpg',
              call_to_action: { type: 'LEARN_MORE', value: { link: 'https://example.com/sale' } },
            },
          },
          degrees_of_freedom_spec: { creative_features_spec: { standard_enhancements: { enroll_status: 'OPT_OUT' } } },
        },
      },
      {
        step: 'ad_1',
        level: 'ad',
        name: 'Summer Sale 2025 / ad 1',
        clipId: 'clip-1',
        payload: {
          name: 'Summer Sale 2025 / ad 1',
          adset_id: '{ad_set}',
          creative: { creative_id: '{creative_1}' },
          status: 'PAUSED',
          conversion_domain: 'example.com',
        },
      },
    ]);
  });

  it('gets the ids of the steps before it', () => {
    const plan = planned();
    const ids = { campaign: '1', ad_set: '2', creative_1: '3' };
    expect(payloadFor(stepOf(plan, 'ad_set'), ids)).toMatchObject({ campaign_id: '1' });
    expect(payloadFor(stepOf(plan, 'ad_1'), ids)).toMatchObject({ adset_id: '2', creative: { creative_id: '3' } });
    expect(payloadFor(stepOf(plan, 'campaign'), {})).toBe(stepOf(plan, 'campaign').payload);
    expect(() => payloadFor(stepOf(plan, 'ad_1'), { ad_set: '2' })).toThrow(MissingParentError);
  });

  it('gives each variant its creative and its ad', () => {
    const variants = Array.from({ length: 9 }, (_, i) => ({ clip_id: 'clip-2', creative_title: `Variant ${i}` }));
    const plan = planned({ request: { variants } });
    expect(plan.steps.map(({ step }) => step).slice(2, 6)).toEqual(['creative_1', 'ad_1', 'creative_2', 'ad_2']);
    expect(plan.steps).toHaveLength(22);
    expect(payloadFor(stepOf(plan, 'ad_10'), { ad_set: '2', creative_1: 'no', creative_10: 'yes' })).toMatchObject({
      creative: { creative_id: 'yes' },
    });
    expect(stepOf(plan, 'ad_2').clipId).toBe('clip-2');
  });

  it('warns when two creatives would be one at Meta', () => {
    const twin = { clip_id: 'clip-1', creative_title: 'Amazing Product', creative_description: 'Get 50% off' };
    expect(planned({ request: { variants: [twin] } }).warnings).toHaveLength(1);
    expect(planned({ request: { variants: [{ ...twin, clip_id: 'clip-2' }] } }).warnings).toEqual([]);
  });

  it('is the same for the same input', () => {
    expect(planned()).toEqual(planned());
  });
});

describe('LC8 creatives and the rest', () => {
  it.each<[string, Partial<RunRequest>]>([
    ['name-length /campaign_name', { campaign_name: '   ' }],
    ['name-length /campaign_name', { campaign_name: 'x'.repeat(256) }],
    ['name-length /creative_title', { creative_title: '' }],
    ['description-length /creative_description', { creative_description: 'x'.repeat(2_001) }],
    ['call-to-action-unknown /call_to_action', { call_to_action: 'CLICK_HERE' }],
    ['clip-unknown /clip_id', { clip_id: 'nope' }],
    ['landing-url-invalid /landing_url', { landing_url: 'http://example.com' }],
    ['special-category-unknown /special_ad_categories/1', { special_ad_categories: ['HOUSING', 'PETS'] }],
    ['special-category-conflict /special_ad_categories', { special_ad_categories: ['NONE', 'HOUSING'] }],
    ['clip-unknown /variants/0/clip_id', { variants: [{ clip_id: 'nope', creative_title: 'V' }] }],
    [
      'landing-url-invalid /variants/0/landing_url',
      { variants: [{ clip_id: 'clip-2', creative_title: 'V', landing_url: 'http://example.com/' }] },
    ],
    [
      'too-many-variants /variants',
      { variants: Array.from({ length: 10 }, (_, i) => ({ clip_id: 'clip-2', creative_title: `V${i}` })) },
    ],
  ])('refuses %s', (violation, request) => {
    expect(refused({ request })).toEqual([violation]);
  });

  it('refuses a thumbnail that Meta would not fetch', () => {
    const thumbnailUrl = 'https://scontent.xx.fbcdn.net/a.jpg';
    const result = planCampaign(
      runRequest,
      planAccount,
      [{ clipId: 'clip-1', title: 'c', videoUrl: 'https://e.com/v', thumbnailUrl }],
      { now: NOW },
    );
    expect(result).toMatchObject({ ok: false, violations: [{ code: 'thumbnail-invalid', pointer: '/clip_id' }] });
  });

  it('says where a special ad category applies', () => {
    const campaign = stepOf(planned({ request: { special_ad_categories: ['HOUSING'] } }), 'campaign').payload;
    expect(campaign).toMatchObject({ special_ad_categories: ['HOUSING'], special_ad_category_country: ['US'] });
  });

  it('shows the Instagram account when there is one, and no message without a description', () => {
    const creative = stepOf(
      planned({ request: { creative_description: undefined }, account: { instagramUserId: '30' } }),
      'creative_1',
    ).payload;
    expect(creative).toMatchObject({ object_story_spec: { page_id: '10', instagram_user_id: '30' } });
    expect(JSON.stringify(creative)).not.toContain('message');
  });

  it('stores international hosts as punycode', () => {
    const creative = stepOf(planned({ request: { landing_url: 'https://bücher.de/x' } }), 'creative_1').payload;
    expect(JSON.stringify(creative)).toContain('https://xn--bcher-kva.de/x');
  });

  it('reports all broken rules at once', () => {
    const request = {
      campaign_name: '',
      optimization_goal: 'REACH',
      daily_budget_cents: -1,
      end_time: 'x',
      targeting: { age_min: 1 },
      landing_url: 'x',
    };
    expect(refused({ request, account: { defaultCountries: [] } })).toHaveLength(7);
  });
});

describe('properties', () => {
  const arbitraryRequest = fc.record({
    campaign_objective: fc.constantFrom(
      'OUTCOME_SALES',
      'OUTCOME_TRAFFIC',
      'OUTCOME_LEADS',
      'OUTCOME_ENGAGEMENT',
      'OUTCOME_AWARENESS',
      'x',
    ),
    optimization_goal: fc.constantFrom('LINK_CLICKS', 'CONVERSIONS', 'REACH', 'PAGE_LIKES', 'LEAD_GENERATION', 'x'),
    daily_budget_cents: fc.option(fc.integer({ min: -5, max: 10_000 }), { nil: undefined }),
    lifetime_budget_cents: fc.option(fc.integer({ min: -5, max: 10_000 }), { nil: undefined }),
    end_time: fc.option(
      fc.date({ min: NOW, noInvalidDate: true, max: new Date('2027-01-01') }).map((date) => date.toISOString()),
      { nil: undefined },
    ),
    targeting: fc.record(
      { age_min: fc.integer({ min: 10, max: 70 }), age_max: fc.integer({ min: 10, max: 70 }) },
      { requiredKeys: [] },
    ),
  });

  it('a plan never holds an ACTIVE object, two budgets or undefined, and a refusal always says why', () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const result = planOf({ request });
        if (!result.ok) return expect(result.violations.length).toBeGreaterThan(0);
        const [campaign, adSet] = result.plan.steps;
        expect(JSON.parse(JSON.stringify(result.plan))).toEqual(result.plan);
        expect(
          result.plan.steps.filter(({ level }) => level !== 'creative').every(({ payload }) => payload['status'] === 'PAUSED'),
        ).toBe(true);
        const budgets = [campaign, adSet].flatMap((step) =>
          Object.keys(step?.payload ?? {}).filter((key) => key.endsWith('_budget')),
        );
        expect(budgets).toHaveLength(1);
      }),
    );
  });
});
