import { describe, expect, it } from '@jest/globals';
import { adSetOf, planned, refused, stepOf } from '../testing/run-fixtures.ts';

describe('CR1, objectives and goals', () => {
  it('takes CONVERSIONS for OFFSITE_CONVERSIONS', () => {
    expect(adSetOf({ request: { optimization_goal: 'CONVERSIONS' } })).toMatchObject({
      optimization_goal: 'OFFSITE_CONVERSIONS',
      promoted_object: { pixel_id: '20', custom_event_type: 'PURCHASE' },
    });
    expect(adSetOf({ request: { optimization_goal: 'CONVERSIONS' } })).not.toHaveProperty('destination_type');
  });

  it('needs a pixel for sales with link clicks, and may be told to follow the table of Meta', () => {
    expect(refused({ account: { pixelId: null } })).toEqual(['promoted-object-missing /optimization_goal']);
    expect(refused({ settings: { salesLinkClicksWithPixel: false } })).toEqual(['promoted-object-missing /optimization_goal']);
  });

  it.each([
    ['OUTCOME_AWARENESS', 'REACH', { promoted_object: { page_id: '10' } }],
    ['OUTCOME_TRAFFIC', 'LINK_CLICKS', {}],
    ['OUTCOME_TRAFFIC', 'LANDING_PAGE_VIEWS', {}],
    ['OUTCOME_ENGAGEMENT', 'LINK_CLICKS', { promoted_object: { pixel_id: '20', custom_event_type: 'CONTENT_VIEW' } }],
    ['OUTCOME_ENGAGEMENT', 'PAGE_LIKES', { destination_type: 'ON_PAGE', promoted_object: { page_id: '10' } }],
    ['OUTCOME_LEADS', 'OFFSITE_CONVERSIONS', { promoted_object: { pixel_id: '20', custom_event_type: 'LEAD' } }],
    ['OUTCOME_SALES', 'CONVERSATIONS', { promoted_object: { page_id: '10', pixel_id: '20', custom_event_type: 'PURCHASE' } }],
  ])('%s with %s', (objective, goal, expected) => {
    const adSet = adSetOf({ request: { campaign_objective: objective, optimization_goal: goal } });
    expect(adSet).toMatchObject({ optimization_goal: goal, ...expected });
    if (!('promoted_object' in expected)) expect(adSet).not.toHaveProperty('promoted_object');
  });

  it('falls back to the other legal form of a goal when the account has no pixel', () => {
    const request = { campaign_objective: 'OUTCOME_ENGAGEMENT', optimization_goal: 'REACH' };
    expect(adSetOf({ request })).not.toHaveProperty('destination_type');
    expect(adSetOf({ request, account: { pixelId: undefined } })).toMatchObject({ destination_type: 'ON_POST' });
  });

  it.each([
    ['OUTCOME_TRAFFIC', 'OFFSITE_CONVERSIONS', 'goal-not-legal /optimization_goal'],
    ['OUTCOME_SALES', 'REACH', 'goal-not-legal /optimization_goal'],
    ['OUTCOME_SALES', 'VALUE', 'goal-unknown /optimization_goal'],
    ['OUTCOME_SALES', 'toString', 'goal-unknown /optimization_goal'],
    ['CONVERSIONS', 'LINK_CLICKS', 'objective-unknown /campaign_objective'],
    ['OUTCOME_APP_PROMOTION', 'APP_INSTALLS', 'promoted-object-missing /optimization_goal'],
  ])('%s with %s is refused: %s', (objective, goal, violation) => {
    expect(refused({ request: { campaign_objective: objective, optimization_goal: goal } })).toEqual([violation]);
  });

  it('names the conversion domain only where a pixel counts', () => {
    const traffic = planned({ request: { campaign_objective: 'OUTCOME_TRAFFIC' } });
    expect(stepOf(traffic, 'ad_1').payload).not.toHaveProperty('conversion_domain');
    const british = planned({ request: { landing_url: 'https://shop.example.co.uk/x' } });
    expect(stepOf(british, 'ad_1').payload).toMatchObject({ conversion_domain: 'example.co.uk' });
  });

  it('warns of destinations a link creative cannot serve', () => {
    expect(
      planned({ request: { campaign_objective: 'OUTCOME_LEADS', optimization_goal: 'LEAD_GENERATION' } }).warnings,
    ).toHaveLength(1);
  });
});
