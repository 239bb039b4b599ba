import { expect, it } from '@jest/globals';
import { abTestRequested, newCampaign } from '../testing/sample-events.ts';
import { attributionWindowDays } from './attribution-window.ts';
import { checkRequest } from './check-request.ts';

const campaign = newCampaign();
const [first, second] = campaign.ads;
const check = (differences: Parameters<typeof abTestRequested>[2]) =>
  checkRequest(abTestRequested(campaign, new Date(0), differences), campaign.ads);

it('accepts ads of the campaign with their clips', () => {
  expect(check({})).toMatchObject({ type: 'accepted', terms: { primaryMetric: 'ctr', clickField: 'inline_link_clicks' } });
});

it.each([
  [{ variants: [first] }, '/variants'],
  [{ variants: [first, first] }, '/variants/1/ad_id'],
  [{ variants: [first, { ...second, clipId: first.clipId }] }, '/variants/1/ad_id'],
  [{ metrics: ['ctr', 'likes'] }, '/metrics'],
  [{ primaryMetric: 'engagement' }, '/primary_metric'],
  [{ clickField: 'taps' }, '/click_field'],
])('points at what is wrong: %j', (differences, pointer) => {
  expect(check(differences)).toMatchObject({ type: 'refused', refusal: { httpStatus: 422, pointer } });
});

it.each([
  [[], 7],
  [['unknown'], 7],
  [['1d_click'], 1],
  [['7d_click_1d_view'], 7],
  [['1d_click', '28d_click'], 28],
] as const)('the attribution window of %j is %d days', (settings, days) => {
  expect(attributionWindowDays(settings)).toBe(days);
});
